import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { createEmulator, type Emulator, type JournalEntry } from '../../src/emulator/index.ts'
import { type Environment, nodeEnvironment } from '../../src/environment.ts'
import { createVisitor, type Visitor } from '../visitor.ts'
import { type RunningCommand, type StartOptions, startCommand } from './demo.ts'

const REDIRECT_URI = 'http://localhost:10060/oauth'

export interface Serving {
  server: RunningCommand
  url: string
}

/** Processes of `serve` that share database, key, integration and host name, and the emulator as their Webex. */
export interface ServingWorld {
  emulator: Emulator
  /** Seals what is stored. */
  key: string
  /** Where each process runs, and keeps its database unless it was given one. */
  folder: string
  start(options?: Pick<StartOptions, 'through'> & { args?: string[]; env?: Record<string, string> }): Promise<Serving>
  /** A browser in front of a balancer, which chooses the process for each request; `leaving` closes its connections. */
  newVisitor(choose: (url: URL) => Serving, leaving?: AbortSignal): Visitor
  /** Requests the emulator saw for this method and path. */
  requests(on: string): JournalEntry[]
  /** Resolves when a fault begins to hold a request back. */
  untilHeld(): Promise<void>
  end(): Promise<void>
}

export async function createServingWorld(database?: string): Promise<ServingWorld> {
  const { environment, untilHeld } = watchHolds()
  const emulator = createEmulator({ environment })
  const emulating = await emulator.listen({ port: 0 })
  const scopes = ['spark:rooms_read', 'spark:people_read']
  const integration = emulator.register({ name: 'Served', redirectUris: [REDIRECT_URI], scopes })
  const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-serving-'))
  const key = randomBytes(32).toString('base64')
  const started: RunningCommand[] = []
  const shared = {
    WEBEX_CLIENT_ID: integration.clientId,
    WEBEX_CLIENT_SECRET: integration.clientSecret,
    WEBEX_REDIRECT_URI: REDIRECT_URI,
    WEBEX_SCOPES: scopes.join(' '),
    WEBEX_BASE_URL: `${emulating.url}/v1`,
    GRANTKEEPER_KEY: key,
    ...(database !== undefined && { DATABASE_URL: database }),
  }
  return {
    emulator,
    key,
    folder,
    async start({ args = [], env, through } = {}) {
      const server = await startCommand(['serve', '-p', '0', '--json', ...args], {
        cwd: folder,
        through,
        env: { ...shared, ...env },
      })
      started.push(server)
      return { server, url: String(server.ready.listening) }
    },
    newVisitor: (choose, leaving) => createVisitor({ fetch: (asked) => passOn(asked, choose, leaving) }, emulator),
    requests(on) {
      const [method, path] = on.split(' ')
      return emulator.journal.entries().filter((entry) => entry.method === method && entry.path === path)
    },
    untilHeld,
    async end() {
      await Promise.all(started.map((server) => server.stop('SIGKILL')))
      await emulating.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The emulator waits for nothing but its faults. */
function watchHolds(): { environment: Environment; untilHeld(): Promise<void> } {
  const holds = new EventTarget()
  const real = nodeEnvironment()
  const sleep: Environment['sleep'] = (...given) => {
    holds.dispatchEvent(new Event('held'))
    return real.sleep(...given)
  }
  const untilHeld = () =>
    new Promise<void>((resolve) => holds.addEventListener('held', () => resolve(), { once: true }))
  return { environment: { ...real, sleep }, untilHeld }
}

/** As a balancer does it: the Host header stays the one that the browser sent. */
async function passOn(asked: Request, choose: (url: URL) => Serving, signal?: AbortSignal): Promise<Response> {
  const wanted = new URL(asked.url)
  const headers = { ...Object.fromEntries(asked.headers), host: wanted.host }
  const to = choose(wanted).url + wanted.pathname + wanted.search
  const answer = await request(to, { method: asked.method, headers, signal })
  const own = Object.entries(answer.headers).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]))
  return new Response(await answer.body.text(), { status: answer.statusCode, headers: own as [string, string][] })
}
