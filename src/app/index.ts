import {
  type Environment,
  type Grantkeeper,
  GrantkeeperError,
  isGrantkeeperError,
  nodeEnvironment,
  type Secret,
} from '../index.ts'
import { answerIcon, answerStyleSheet } from './assets.ts'
import { type AppContext, type Page, type Visit, visits } from './context.ts'
import { secureAnswer, securityHeaders } from './headers.ts'
import { judgeHost } from './host.ts'
import { type Listening, type ListenOptions, listen } from './listen.ts'
import { createOperations, type Operations } from './operations/index.ts'
import { connectPage } from './pages/connect.ts'
import { disconnectedPage, disconnectPage } from './pages/disconnect.ts'
import { renderError } from './pages/error.ts'
import { grantedPage } from './pages/granted.ts'
import { spacePage } from './pages/space.ts'
import { spacesPage } from './pages/spaces.ts'
import { createSpacesList } from './spaces-list.ts'
import { answerTheme } from './theme.ts'

export { renderError } from './pages/error.ts'

export interface AppOptions {
  /**
   * Made with this app's `renderError`, `afterConnect: '/granted'`, `afterDisconnect: '/disconnected'` and the default
   * paths for connect, disconnect and status.
   */
  keeper: Grantkeeper
  /** Clock, waiting and randomness. Default: the real ones. */
  environment?: Pick<Environment, 'now' | 'randomBytes' | 'sleep'>
  /** How the app calls itself. Default `Demo Spaces`. */
  name?: string
  /** Whether the keeper talks to the local emulator; every page then says so. Default false. */
  emulated?: boolean
  /** Where the emulator's own pages are, to link to them. */
  emulatorUrl?: string
  /** Hears of every fault of the server's side, with the request id that the person sees. Default: nobody does. */
  onError?: (error: unknown, requestId: string) => void
  /** Opens `/metrics` to whoever sends it as bearer token, under any host name. Without it: to this computer only. */
  operatorToken?: string | Secret
}

export interface App {
  /** Answers every request; it never rejects. `peer` is the address at the other end, as the socket knows it. */
  fetch: (request: Request, peer?: string) => Promise<Response>
  /** Turns `/readyz` red, so that whoever shares out requests sends no more. Requests are answered as before. */
  retire(): void
  /** Serves on `port` (default: the redirect URI's) of `host` (default 127.0.0.1). Rejects with Node's own error when it cannot. */
  listen(options?: ListenOptions): Promise<Listening>
}

/** The tutorial's application: GRANT, then the person's spaces. Server-rendered, without any script. */
export function createApp(options: AppOptions): App {
  const { keeper } = options
  const environment = options.environment ?? nodeEnvironment()
  const app: AppContext = {
    keeper,
    environment,
    appearance: {
      name: options.name ?? 'Demo Spaces',
      emulated: options.emulated ?? false,
      emulatorUrl: options.emulatorUrl,
    },
    spaces: createSpacesList(keeper, environment.now),
    headers: securityHeaders(keeper),
    onError: options.onError ?? (() => undefined),
  }
  keeper.on('grant.disconnected', ({ grantId }) => app.spaces.forget(grantId))
  keeper.on('grant.reconnect', ({ grantId }) => app.spaces.forget(grantId))
  const ports = new Set([keeper.port])
  const operations = createOperations({ keeper, environment, token: options.operatorToken })
  const fetch = async (request: Request, peer?: string) => {
    const response = await answer({ app, ports, operations, peer }, request)
    return request.method === 'HEAD' ? new Response(null, response) : response
  }
  return {
    fetch,
    retire: operations.retire,
    async listen({ port = keeper.port, host } = {}) {
      const refuse = (error: GrantkeeperError) => renderError(error, new Request(keeper.origin))
      const listening = await listen({ answer: fetch, refuse, sleep: environment.sleep }, { port, host })
      ports.add(listening.port)
      return listening
    },
  }
}

interface Answers {
  get?: Page
  post?: Page
}

const pages = new Map<string, Answers>([
  ['/', { get: connectPage }],
  ['/granted', { get: grantedPage }],
  ['/spaces', { get: spacesPage }],
  ['/disconnect', { get: disconnectPage }],
  ['/disconnected', { get: disconnectedPage }],
  ['/theme', { post: answerTheme }],
  ['/app.css', { get: answerStyleSheet }],
  ['/favicon.svg', { get: answerIcon }],
  ['/favicon.ico', { get: answerIcon }],
])

interface Place {
  app: AppContext
  ports: ReadonlySet<number>
  operations: Operations
  peer: string | undefined
}

async function answer({ app, ports, operations, peer }: Place, request: Request): Promise<Response> {
  try {
    const visit = { app, request, url: readUrl(request) }
    visits.set(request, visit)
    return (await operations.answer({ request, url: visit.url, peer })) ?? (await route(visit, ports))
  } catch (cause) {
    const error = isGrantkeeperError(cause) ? cause : new GrantkeeperError('WX-INTERNAL', { cause })
    return renderError(error, request)
  }
}

/** A server builds the URL of what the Host header says, and that may be anything. */
function readUrl({ url }: Request): URL {
  try {
    return new URL(url)
  } catch {
    throw new GrantkeeperError('WX-REQUEST-INVALID')
  }
}

async function route(visit: Visit, ports: ReadonlySet<number>): Promise<Response> {
  const { app, request, url } = visit
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const host = judgeHost(url.host, app.keeper.origin, ports)
  if (host === 'foreign' || (host === 'alias' && !isRead)) throw new GrantkeeperError('WX-HOST')
  if (host === 'alias') return redirectToOwnHost(visit)

  const answers = pages.get(url.pathname) ?? (url.pathname.startsWith('/spaces/') ? { get: spacePage } : undefined)
  if (answers?.get && isRead) return answers.get(visit)
  if (answers?.post && request.method === 'POST') return answers.post(visit)
  const answered = await app.keeper.handle(request)
  if (answered) return secureAnswer(answered, app.headers)
  if (answers) return refuseMethod(visit, answers)
  throw new GrantkeeperError('WX-PAGE-NOT-FOUND')
}

/** Before a sign-in starts: its cookie is this host's only, and Webex sends the browser back to the redirect URI's host. */
function redirectToOwnHost({ app, url }: Visit): Response {
  const location = app.keeper.origin + url.pathname + url.search
  return new Response(null, { status: 307, headers: { ...app.headers, location } })
}

function refuseMethod({ request }: Visit, answers: Answers): Response {
  const allowed = answers.get ? 'GET, HEAD' : 'POST'
  const refusal = renderError(new GrantkeeperError('WX-METHOD', { detail: `Allowed: ${allowed}.` }), request)
  refusal.headers.set('allow', allowed)
  return refusal
}
