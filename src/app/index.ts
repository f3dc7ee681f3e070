import { type Environment, type Grantkeeper, GrantkeeperError, isGrantkeeperError, nodeEnvironment } from '../index.ts'
import { requireOwnPage } from '../routes/same-origin.ts'
import { recallGrant } from './connection/own-grant.ts'
import { connectionRoutes } from './connection/routes.ts'
import { type AppContext, type OperatorAct, type Route, type ShownSetting, type Visit, visits } from './context.ts'
import type { Inspector } from './flow/inspector.ts'
import { flowRoutes } from './flow/routes.ts'
import { renderError } from './frame/error-page.ts'
import { secureAnswer, securityHeaders } from './frame/headers.ts'
import { createMoments } from './frame/moments.ts'
import { frameRoutes } from './frame/routes.ts'
import { createOperations, type Operations } from './operations/index.ts'
import { createDesk } from './operator/desk.ts'
import type { OperatorToken } from './operator/doorkeeper.ts'
import { createOperators } from './operator/operators.ts'
import { operatorRoutes } from './operator/routes.ts'
import { createRouter, type Router } from './router.ts'
import { judgeHost } from './server/host.ts'
import { limitSignIns } from './server/limit-sign-ins.ts'
import { type Listening, type ListenOptions, listen } from './server/listen.ts'
import { createRateLimit } from './server/rate-limit.ts'
import { spacesRoutes } from './spaces/routes.ts'
import { createSpacesList } from './spaces/spaces-list.ts'
import { createTeams } from './spaces/team-names.ts'
import { english, type Language } from './words/language.ts'

export { createInspector, type Inspector } from './flow/inspector.ts'
export { renderError } from './frame/error-page.ts'
export type { Language, Words } from './words/language.ts'

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
  /**
   * Opens `/metrics` and the operator's pages to whoever sends it as bearer token, under any host name, or signs in with it.
   * Without it: to this computer only.
   */
  operatorToken?: OperatorToken
  /** Whether being on this computer makes nobody an operator; needs an `operatorToken`. Default false. */
  operatorByTokenOnly?: boolean
  /** What was set and where, for the operator's page of settings; never a secret's value. */
  settings?: () => readonly ShownSetting[]
  /** Hears of what an operator does, and of forms that came from elsewhere, for the audit log. Default: nobody does. */
  onOperatorAct?: (act: OperatorAct) => void
  /** What the pages say, and in which language. Default English. */
  language?: Language
  /** Sees every flow and opens `/flow` to operators; its `watch(environment)` must be in the keeper. Default: there is no such page. */
  inspector?: Inspector
}

export interface App {
  /** Answers every request; it never rejects. `peer` is the address at the other end, as the socket knows it. */
  fetch: (request: Request, peer?: string) => Promise<Response>
  /** Turns `/readyz` red, so that whoever shares out requests sends no more. Requests are answered as before. */
  retire(): void
  /** Serves on `port` (default: the redirect URI's) of `host` (default 127.0.0.1). Rejects with Node's own error when it cannot. */
  listen(options?: ListenOptions): Promise<Listening>
}

const routes = [...connectionRoutes, ...spacesRoutes, ...operatorRoutes, ...frameRoutes]

/**
 * The tutorial's application: GRANT, then the person's spaces; and what its operator needs. Script only adds to it.
 * @throws WX-CONFIG-INVALID when only the operator token opens, and there is none
 */
export function createApp(options: AppOptions): App {
  const { keeper, inspector } = options
  const environment = options.environment ?? nodeEnvironment()
  const findRoute = createRouter(inspector ? [...routes, ...flowRoutes] : routes)
  inspector?.seeKeeper(keeper)
  const ending = new AbortController()
  const app = createContext({ options, environment, ending: ending.signal })
  const ports = new Set([keeper.port])
  const operations = createOperations({ keeper, environment, doorkeeper: app.operators })
  const fetch = async (request: Request, peer?: string) => {
    const work = () => answer({ app, findRoute, ports, operations, peer }, request)
    const response = await (inspector ? inspector.seeVisit(request, work) : work())
    return request.method === 'HEAD' ? new Response(null, response) : response
  }
  return {
    fetch,
    retire: operations.retire,
    async listen({ port = keeper.port, host, tls } = {}) {
      const refuse = (error: GrantkeeperError) => renderError(error, new Request(keeper.origin))
      const listening = await listen({ answer: fetch, refuse, sleep: environment.sleep }, { port, host, tls })
      ports.add(listening.port)
      const close: Listening['close'] = (how) => {
        ending.abort()
        return listening.close(how)
      }
      return { ...listening, close }
    },
  }
}

interface Parts {
  options: AppOptions
  environment: AppContext['environment']
  ending: AbortSignal
}

function createContext({ options, environment, ending }: Parts): AppContext {
  const { keeper, language = english } = options
  const spaces = createSpacesList(keeper, environment)
  const teams = createTeams(keeper, environment.now)
  for (const ended of ['grant.disconnected', 'grant.reconnect'] as const) {
    for (const known of [spaces, teams]) keeper.on(ended, ({ grantId }) => known.forget(grantId))
  }
  return {
    keeper,
    environment,
    appearance: {
      name: options.name ?? 'Demo Spaces',
      emulated: options.emulated ?? false,
      emulatorUrl: options.emulatorUrl,
    },
    language,
    moments: createMoments(language),
    spaces,
    teams,
    operators: createOperators({
      token: options.operatorToken,
      byTokenOnly: options.operatorByTokenOnly ?? false,
      environment,
    }),
    desk: createDesk({ keeper, environment, ending }),
    inspector: options.inspector,
    settings: options.settings,
    note: options.onOperatorAct ?? (() => undefined),
    headers: securityHeaders(keeper),
    signIns: createRateLimit(environment),
    onError: options.onError ?? (() => undefined),
    ending,
  }
}

interface Place {
  app: AppContext
  findRoute: Router
  ports: ReadonlySet<number>
  operations: Operations
  peer: string | undefined
}

async function answer(place: Place, request: Request): Promise<Response> {
  const { app, operations, peer } = place
  try {
    const visit = { app, request, url: readUrl(request), peer, id: '' }
    visits.set(request, visit)
    return (await operations.answer({ request, url: visit.url, peer })) ?? (await answerVisit(visit, place))
  } catch (cause) {
    const error = isGrantkeeperError(cause) ? cause : new GrantkeeperError('WX-INTERNAL', { cause })
    if (error.code === 'WX-CROSS-SITE') app.note({ what: 'request.refused', code: error.code })
    const visit = visits.get(request)
    if (visit && !/^WX-(STORE-|HOST|CROSS-SITE|REQUEST-LIMIT)/.test(error.code)) await recallGrant(visit)
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

async function answerVisit(visit: Visit, { findRoute, ports }: Place): Promise<Response> {
  const { app, request, url } = visit
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const host = judgeHost(url.host, app.keeper.origin, ports)
  if (host === 'foreign' || (host === 'alias' && !isRead)) throw new GrantkeeperError('WX-HOST')
  if (host === 'alias') return redirectToOwnHost(visit)

  const { route, id = '' } = findRoute(url.pathname) ?? {}
  if (route?.get && isRead) return route.get({ ...visit, id })
  if (route?.post && request.method === 'POST') {
    requireOwnPage(request, app.keeper.origin)
    return route.post({ ...visit, id })
  }
  limitSignIns(visit)
  if (url.pathname === app.keeper.callbackPath) await recallGrant(visit)
  const answered = await app.keeper.handle(request)
  if (answered) return secureAnswer(answered, app.headers)
  if (route) return refuseMethod(visit, route)
  throw new GrantkeeperError('WX-PAGE-NOT-FOUND')
}

/** Before a sign-in starts: its cookie is this host's only, and Webex sends the browser back to the redirect URI's host. */
function redirectToOwnHost({ app, url }: Visit): Response {
  const location = app.keeper.origin + url.pathname + url.search
  return new Response(null, { status: 307, headers: { ...app.headers, location } })
}

function refuseMethod({ request }: Visit, { get, post }: Route): Response {
  const allowed = [get && 'GET, HEAD', post && 'POST'].filter(Boolean).join(', ')
  const refusal = renderError(new GrantkeeperError('WX-METHOD', { detail: `Allowed: ${allowed}.` }), request)
  refusal.headers.set('allow', allowed)
  return refusal
}
