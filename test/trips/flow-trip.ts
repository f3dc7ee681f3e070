import { createApp, createInspector, type Inspector } from '../../src/app/index.ts'
import { createEmulator, type Emulator } from '../../src/emulator/index.ts'
import { fetchTransport, nodeEnvironment, type TransportRequest } from '../../src/environment.ts'
import type { GrantkeeperOptions } from '../../src/front-door.ts'
import { createVisitor, type Visitor } from '../visitor.ts'
import { createTrip, REDIRECT_URI, type Trip } from './trip.ts'

export interface FlowTrip extends Trip {
  inspector: Inspector
  /** A page of the app as an operator on this computer gets it. */
  asOperator(path: string, init?: RequestInit): Promise<Response>
}

export interface FlowTripOptions {
  on?: Emulator
  keeper?: Partial<GrantkeeperOptions>
  /** Looks at each exchange with Webex, unmasked. */
  onExchange?: (request: TransportRequest, answer: { headers: Record<string, string>; body: string }) => void
}

/** App, library, emulator and inspector in one process. Waits are over at once, and the emulator's clock goes on with them. */
export function createFlowTrip({ on, keeper, onExchange }: FlowTripOptions = {}): FlowTrip {
  const emulator = on ?? createEmulator()
  const wire = fetchTransport((request) => emulator.fetch(request))
  const real = nodeEnvironment()
  const environment = {
    ...real,
    now: () => emulator.clock.now(),
    sleep: (ms: number, signal?: AbortSignal) => skipWait(emulator, ms, signal),
    transport: async (request: TransportRequest) => {
      const answer = await wire(request)
      onExchange?.(request, answer)
      return answer
    },
  }
  const inspector = createInspector(environment)
  const trip = createTrip({ on: emulator, keeper: { environment: inspector.watch(environment), ...keeper } })
  const app = createApp({ keeper: trip.keeper, environment, emulated: true, emulatorUrl: emulator.url, inspector })
  emulator.onEntry(inspector.seeEmulator)
  return {
    ...trip,
    app,
    inspector,
    newVisitor: (): Visitor => createVisitor(app, emulator),
    asOperator: (path, init) => app.fetch(new Request(new URL(path, REDIRECT_URI), init), '127.0.0.1'),
  }
}

/** Waits of calls are short; what is longer is a deadline, and nothing here is ever late. */
async function skipWait(emulator: Emulator, ms: number, signal?: AbortSignal): Promise<void> {
  if (ms <= 2_000) {
    emulator.clock.advance(ms)
    return
  }
  await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

/** What happened, one line a step. */
export function tell(inspector: Inspector, id = inspector.flows[0]?.id ?? ''): string[] {
  const flow = inspector.find(id)
  return (flow?.steps ?? []).map(({ name, from, to, status, failure, webex }) =>
    [name, `${from}→${to}`, status ?? failure ?? '', webex?.status]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
  )
}
