import { type Handler, Hono, type MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { answerAsGateway, answerError } from './answers.ts'
import type { EmulatorContext, Exchange } from './context.ts'
import { maskSecrets } from './masking.ts'
import { answerPage } from './page-answer.ts'
import { ProblemPage } from './pages/problem.tsx'
import { accessTokenRoute } from './routes/access-token.ts'
import { appsRoutes } from './routes/apps.tsx'
import { assetRoutes } from './routes/assets.ts'
import { authorizeRoute } from './routes/authorize.tsx'
import { overviewRoute } from './routes/overview.tsx'
import { personRoute } from './routes/people.ts'
import { revokeRoute } from './routes/revoke.ts'
import { roomRoute, roomsRoute } from './routes/rooms.ts'
import { consentRoute, pickUserRoute, signInPageRoute } from './routes/sign-in.tsx'
import { isFromOwnPage } from './same-origin.ts'

type Endpoint = [method: 'GET' | 'POST', path: string, handler: Handler<Exchange>]

/** All addresses of the emulator. */
export function createRouter(context: EmulatorContext): Hono<Exchange> {
  const router = new Hono<Exchange>({ strict: false })
  const api = listApi(context)
  router.use('/v1/*', allowOtherOrigins)
  router.use('/idb/*', allowOtherOrigins)
  router.use('*', refuseForeignForms)
  for (const [method, path, handler] of [...api, ...listPages(context), ...assetRoutes()]) {
    router.on(method, path, handler)
  }
  for (const [, path] of api) router.all(path, (c) => refuseMethod(api, path, c.env.trackingId))
  router.notFound((c) => {
    if (/^\/(authorize|access_token)\/?$/.test(c.req.path)) return answerAsGateway(context.environment)
    if (isApi(c.req.path)) return answerError(c.env.trackingId, 404, `Not emulated. Known: ${describe(api)}`)
    const advice = 'The overview lists what there is.'
    return answerPage(c, <ProblemPage title="Not found" problem="There is no such page." advice={advice} />, {
      status: 404,
    })
  })
  router.onError((error, c) => {
    c.env.findings.summary = `failed: ${maskSecrets(error.message)}`
    return answerError(c.env.trackingId, 500, 'The emulator failed.')
  })
  return router
}

function listApi(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/v1/authorize', authorizeRoute(context)],
    ['POST', '/v1/access_token', accessTokenRoute(context, 'webex')],
    ['GET', '/v1/people/:id', personRoute(context)],
    ['GET', '/v1/rooms', roomsRoute(context)],
    ['GET', '/v1/rooms/:id', roomRoute(context)],
    ['GET', '/idb/oauth2/v1/authorize', authorizeRoute(context)],
    ['POST', '/idb/oauth2/v1/access_token', accessTokenRoute(context, 'oauth')],
    ['POST', '/idb/oauth2/v1/revoke', revokeRoute(context)],
  ]
}

function listPages(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/', overviewRoute(context)],
    ...appsRoutes(context),
    ['GET', '/sign-in/:id', signInPageRoute(context)],
    ['POST', '/sign-in/:id/user', pickUserRoute(context)],
    ['POST', '/sign-in/:id/consent', consentRoute(context)],
  ]
}

const openToAll = cors({
  origin: '*',
  allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
  allowHeaders: ['Authorization', 'Content-Type', 'TrackingID'],
  exposeHeaders: ['Link', 'Retry-After', 'trackingid'],
})

/** Browsers of other origins may call the API; the sign-in page is for people and stays closed. @see WEBEX.md §4 */
const allowOtherOrigins: MiddlewareHandler<Exchange> = (c, next) => {
  return c.req.path.includes('/authorize') ? next() : openToAll(c, next)
}

/** The API is opened by tokens and secrets; everything else that changes something wants one of our own pages. */
const refuseForeignForms: MiddlewareHandler<Exchange> = async (c, next) => {
  if (c.req.method !== 'POST' || isApi(c.req.path) || isFromOwnPage(c)) return next()
  const problem = 'The form came from another site.'
  const advice = 'Open the page here and press the button again.'
  return answerPage(c, <ProblemPage title="Refused" problem={problem} advice={advice} />, { status: 403 })
}

function isApi(path: string): boolean {
  return path.startsWith('/v1/') || path.startsWith('/idb/') || path === '/v1' || path === '/idb'
}

function refuseMethod(api: Endpoint[], path: string, trackingId: string): Response {
  const allowed = api.filter(([, known]) => known === path).map(([method]) => method)
  return answerError(trackingId, 405, 'Method Not Allowed', undefined, { allow: allowed.join(', ') })
}

function describe(api: Endpoint[]): string {
  return api.map(([method, path]) => `${method} ${path}`).join(', ')
}
