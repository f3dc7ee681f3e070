import { createWebexClient, type WebexClient, type WebexClientOptions } from '../src/api/index.ts'
import { createEmulator, type Emulator, type EmulatorOptions, type SeedUser } from '../src/emulator/index.ts'
import { fetchTransport, nodeEnvironment } from '../src/environment.ts'
import { Secret } from '../src/secret.ts'

export interface ApiWorld {
  emulator: Emulator
  /** A client for one of the people, who waits by the emulator's clock: at once. */
  clientOf(user: string, options?: Partial<WebexClientOptions>): WebexClient
  /** How long clients have waited so far, in ms. */
  waits: number[]
  /** Where requests went. */
  origins: Set<string>
}

export const colleagues: SeedUser[] = [
  { key: 'ada', displayName: 'Ada Lovelace', email: 'ada@example.com' },
  { key: 'grace', displayName: 'Grace Hopper', email: 'grace@example.com' },
  { key: 'alan', displayName: 'Alan Turing', email: 'alan@example.com' },
  { key: 'root', displayName: 'Root Admin', email: 'root@example.com', isAdmin: true },
]

/** Deadlines, which no test waits for, are at least so long; every other wait is over at once. */
const DEADLINE_MS = 30_000

/** The API client before the emulator's whole API, in one process and without a socket. */
export function createApiWorld(options: EmulatorOptions = {}): ApiWorld {
  const emulator = createEmulator({ seed: { users: colleagues }, ...options })
  const waits: number[] = []
  const origins = new Set<string>()
  const environment = nodeEnvironment({
    now: () => emulator.clock.now(),
    sleep(ms, signal) {
      if (ms >= DEADLINE_MS) return new Promise(() => undefined)
      waits.push(ms)
      emulator.clock.advance(ms)
      return signal?.aborted ? Promise.reject(signal.reason) : Promise.resolve()
    },
    transport: fetchTransport((request) => {
      origins.add(new URL(request.url).origin)
      return emulator.fetch(request)
    }),
  })
  return {
    emulator,
    waits,
    origins,
    clientOf(user, more) {
      const token = new Secret(emulator.issueToken(user))
      const accessToken = async () => ({ token, generation: 1, expiresAt: 0 })
      return createWebexClient({ apiUrl: `${emulator.url}/v1`, environment, accessToken, ...more })
    },
  }
}
