import { randomBytes } from 'node:crypto'
import type { BrowserContext } from 'playwright-core'
import {
  type App,
  type AppOptions,
  createApp,
  createInspector,
  type Inspector,
  renderError,
} from '../../src/app/index.ts'
import type { Language } from '../../src/app/words/language.ts'
import {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  type RegisteredIntegration,
} from '../../src/emulator/index.ts'
import { fetchTransport, nodeEnvironment } from '../../src/environment.ts'
import { GrantkeeperError } from '../../src/errors/index.ts'
import type { ErrorCode, Grantkeeper, GrantkeeperOptions } from '../../src/index.ts'
import { createGrantkeeper } from '../../src/index.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import type { Store } from '../../src/stores/store.ts'
import { findFreePort } from '../free-port.ts'
import { createVisitor, type Visitor } from '../visitor.ts'

export interface AppWorldOptions {
  emulator?: EmulatorOptions
  keeper?: Partial<GrantkeeperOptions>
  /** Whether there is a flow inspector, which the emulator shows its side to. Default false. */
  inspector?: boolean
  /** Default English. */
  language?: Language | undefined
  /** What the app is made with beyond this world's own; the operator's token, for example. */
  app?: Partial<AppOptions> | ((world: Pick<AppWorld, 'keeper' | 'emulator'>) => Partial<AppOptions>)
}

/** App, keeper and emulator in this process, on ports of their own: whatever may go wrong behind a page can be reached. */
export interface AppWorld {
  origin: string
  port: number
  app: App
  keeper: Grantkeeper
  emulator: Emulator
  integration: RegisteredIntegration
  inspector: Inspector | undefined
  /** Makes every call of the store fail so, until `undefined`. */
  breakStore(code: ErrorCode | undefined): void
  newVisitor(): Visitor
  /** Signs somebody in without a screen, and gives that browser's cookies to this one. */
  signIn(context: BrowserContext, user?: string, choice?: { scopes?: string[] }): Promise<Visitor>
  /** Ends the app's server; a page that is open then has nobody behind it. */
  stopApp(): Promise<void>
  /** Serves the app again, on its port. */
  startApp(): Promise<void>
  close(): Promise<void>
}

export const SCOPES = ['spark:rooms_read', 'spark:people_read']
export const MORE_SCOPES = ['spark:memberships_read', 'spark:messages_read', 'spark:messages_write', 'spark:teams_read']

/** Starts all three. Their clock is the emulator's, which can be stopped and moved. */
export async function createAppWorld(options: AppWorldOptions = {}): Promise<AppWorld> {
  const port = await findFreePort()
  const origin = `http://localhost:${port}`
  const emulator = createEmulator(options.emulator)
  const emulating = await emulator.listen({ port: 0 })
  const integration = emulator.register({
    name: 'Demo Spaces',
    redirectUris: [`${origin}/oauth`],
    scopes: [...SCOPES, ...MORE_SCOPES],
  })
  const transport = fetchTransport((request) => emulator.fetch(request))
  const environment = nodeEnvironment({ transport, now: () => emulator.clock.now() })
  const inspector = options.inspector ? createInspector(environment) : undefined
  if (inspector) emulator.onEntry(inspector.seeEmulator)
  const store = createBreakableStore(memoryStore({ now: environment.now }))
  const keeper = createGrantkeeper({
    clientId: integration.clientId,
    clientSecret: integration.clientSecret,
    redirectUri: `${origin}/oauth`,
    scopes: SCOPES,
    optionalScopes: MORE_SCOPES,
    baseUrl: `${emulator.url}/v1`,
    store: store.store,
    keys: [randomBytes(32).toString('base64')],
    afterConnect: '/granted',
    afterDisconnect: '/disconnected',
    renderError,
    environment: inspector ? inspector.watch(environment) : environment,
    ...options.keeper,
  })
  const more = typeof options.app === 'function' ? options.app({ keeper, emulator }) : options.app
  const parts = { ...(inspector && { inspector }), ...(options.language && { language: options.language }) }
  const own = { keeper, environment, emulated: true, emulatorUrl: emulator.url, ...parts }
  const makeApp = () => createApp({ ...own, ...more })
  let app = makeApp()
  let listening = await app.listen({ port })
  const newVisitor = () => createVisitor({ fetch: (request) => app.fetch(request, '127.0.0.1') }, emulator, origin)
  return {
    origin,
    port,
    get app() {
      return app
    },
    keeper,
    emulator,
    integration,
    inspector,
    breakStore: store.fail,
    newVisitor,
    async signIn(context, user = 'ada', choice = {}) {
      const visitor = newVisitor()
      const visit = await visitor.grantAs(user, choice)
      if (visit.status !== 200) throw new Error(`the sign-in ended with ${visit.status}: ${visit.text}`)
      await giveCookies(context, origin, visitor)
      return visitor
    },
    stopApp: () => listening.close(),
    async startApp() {
      app = makeApp()
      listening = await app.listen({ port })
    },
    async close() {
      await listening.close({ withinMs: 0 })
      await keeper.close()
      await emulating.close()
    },
  }
}

/** Lets a real browser go on where a visitor without a screen has stopped. Of Chromium itself: a `__Host-` cookie has no domain. */
export async function giveCookies(context: BrowserContext, origin: string, visitor: Visitor): Promise<void> {
  const [page = await context.newPage()] = context.pages()
  const url = origin.replace('http:', 'https:')
  const cookies = visitor.cookieHeader().split('; ').map(splitPair)
  const session = await context.newCDPSession(page)
  const attributes = { url, path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
  await session.send('Network.setCookies', { cookies: cookies.map((cookie) => ({ ...cookie, ...attributes })) })
  await session.detach()
}

function splitPair(pair: string): { name: string; value: string } {
  const end = pair.indexOf('=')
  return { name: pair.slice(0, end), value: pair.slice(end + 1) }
}

function createBreakableStore(inner: Store): { store: Store; fail: (code: ErrorCode | undefined) => void } {
  let code: ErrorCode | undefined
  const store = new Proxy(inner, {
    get(target, name, receiver) {
      const part = Reflect.get(target, name, receiver)
      if (code === undefined || typeof part !== 'function' || name === 'close') return part
      const failure = new GrantkeeperError(code, { detail: 'The test broke it.' })
      return () => Promise.reject(failure)
    },
  })
  const fail = (next: ErrorCode | undefined) => {
    code = next
  }
  return { store, fail }
}
