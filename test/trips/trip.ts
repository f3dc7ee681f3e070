import { randomBytes } from 'node:crypto'
import { type App, createApp, renderError } from '../../src/app/index.ts'
import {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  type RegisteredIntegration,
} from '../../src/emulator/index.ts'
import { fetchTransport, nodeEnvironment } from '../../src/environment.ts'
import type { EventName, GrantkeeperEvents } from '../../src/events.ts'
import type { Grantkeeper, GrantkeeperOptions } from '../../src/front-door.ts'
import { createGrantkeeper } from '../../src/grantkeeper.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { createVisitor, type Visitor } from '../visitor.ts'

export interface Trip {
  app: App
  keeper: Grantkeeper
  emulator: Emulator
  integration: RegisteredIntegration
  events: { name: EventName; event: unknown }[]
  newVisitor(): Visitor
  /** Requests the emulator saw for this method and path. */
  requests(on: string): number
}

export const REDIRECT_URI = 'http://localhost:10060/oauth'

const watched: (keyof GrantkeeperEvents)[] = [
  'attempt.refused',
  'grant.connected',
  'grant.refreshed',
  'grant.failing',
  'grant.reconnect',
  'grant.disconnected',
  'integration.rejected',
]

/** App, library and emulator in one process, without a socket; one clock for all of them. */
export function createTrip(
  options: { emulator?: EmulatorOptions; on?: Emulator; keeper?: Partial<GrantkeeperOptions> } = {},
): Trip {
  const emulator = options.on ?? createEmulator(options.emulator)
  const scopes = ['spark:rooms_read', 'spark:people_read']
  const integration = emulator.register({ name: 'Trip', redirectUris: [REDIRECT_URI], scopes })
  const transport = fetchTransport((request) => emulator.fetch(request))
  const environment = nodeEnvironment({ transport, now: () => emulator.clock.now() })
  const keeper = createGrantkeeper({
    clientId: integration.clientId,
    clientSecret: integration.clientSecret,
    redirectUri: REDIRECT_URI,
    scopes,
    baseUrl: `${emulator.url}/v1`,
    store: memoryStore({ now: environment.now }),
    keys: [randomBytes(32).toString('base64')],
    afterConnect: '/granted',
    afterDisconnect: '/disconnected',
    renderError,
    environment,
    ...options.keeper,
  })
  const app = createApp({ keeper, environment, emulated: true })
  const events: Trip['events'] = []
  for (const name of watched) keeper.on(name, (event) => events.push({ name, event }))
  return {
    app,
    keeper,
    emulator,
    integration,
    events,
    newVisitor: () => createVisitor(app, emulator),
    requests(on) {
      const [method, path] = on.split(' ')
      return emulator.journal.entries().filter((entry) => entry.method === method && entry.path === path).length
    },
  }
}
