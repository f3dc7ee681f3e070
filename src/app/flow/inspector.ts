import type { Environment, Grantkeeper } from '../../index.ts'
import { createConnections } from './connections.ts'
import { createEmulatorViews, type EmulatorEntry } from './emulator-views.ts'
import { watchTransport } from './exchanges.ts'
import { createExpected } from './expected.ts'
import type { Flow } from './flow.ts'
import { type Change, createFlows } from './flows.ts'
import { hearKeeper } from './keeper-events.ts'
import { quietly } from './quietly.ts'
import { createVisits } from './visits.ts'

export type { EmulatorEntry } from './emulator-views.ts'

/**
 * Watches sign-ins, renewals, calls and disconnects from both sides and joins what belongs together. It keeps no secret:
 * values are masked as they come, and secrets are known by their fingerprints (`sha256:` and 8 digits).
 */
export interface Inspector {
  /** The environment to make the keeper with: what goes to Webex through it is seen. */
  watch(environment: Environment): Environment
  /** Hears the keeper's events. The app calls it. */
  seeKeeper(keeper: Pick<Grantkeeper, 'on' | 'grants' | 'callbackPath' | 'integration'>): void
  /** Lets the app answer a browser's request, and sees what it leads to. The app calls it. */
  seeVisit(request: Request, answer: () => Promise<Response>): Promise<Response>
  /** Takes an entry of the emulator's journal: its view stands beside ours. */
  seeEmulator(entry: EmulatorEntry): void
  /** The newest first; 200 at most. */
  readonly flows: readonly Flow[]
  /** Id of the latest change. */
  readonly lastChange: number
  find(id: string): Flow | undefined
  /** The flows of one person's connection, the newest first. */
  flowsOf(flow: Flow): readonly Flow[]
  /** The sign-in that a grant came from, or was last renewed by. */
  flowOfGrant(grantId: string): Flow | undefined
  /** Calls `listener` on each change of a flow until the returned function is called. */
  onChange(listener: (change: Change) => void): () => void
  /** Forgets all flows. */
  clear(): void
}

/** Makes an inspector. Hand it to `createApp`, and its `watch(environment)` to `createGrantkeeper`. */
export function createInspector(environment: Pick<Environment, 'now' | 'monotonic' | 'randomBytes'>): Inspector {
  const flows = createFlows(environment)
  const connections = createConnections(() => flows.all)
  const views = createEmulatorViews(flows)
  const expected = createExpected()
  const asked = new WeakMap<Flow, readonly string[]>()
  let place: Pick<Grantkeeper, 'callbackPath' | 'integration'> | undefined
  const noteAsked = (flow: Flow, scopes: readonly string[]) => void asked.set(flow, scopes)
  const visits = createVisits({ flows, connections, environment, keeper: () => place, noteAsked })
  const askedOf = (flow: Flow) => asked.get(flow) ?? []
  const exchanges = { flows, connections, visits, views, expected, environment, askedOf }
  return {
    watch: (watched) => ({ ...watched, transport: watchTransport(exchanges, watched.transport) }),
    seeKeeper(keeper) {
      place = keeper
      hearKeeper({ flows, connections, visits, expected }, keeper)
    },
    seeVisit: visits.follow,
    seeEmulator: (entry) => quietly(() => views.see(entry)),
    get flows() {
      return flows.all
    },
    get lastChange() {
      return flows.lastChange
    },
    find: flows.find,
    flowsOf: ({ connection }) => (connection ? flows.all.filter((flow) => flow.connection === connection) : []),
    flowOfGrant: (grantId) =>
      flows.all.find(({ kind, connection }) => kind === 'sign-in' && connection?.grantId === grantId),
    onChange: flows.onChange,
    clear: flows.clear,
  }
}
