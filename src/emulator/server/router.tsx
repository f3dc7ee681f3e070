import { Hono, type MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { DroppedConnection } from '../breaking/faults.ts'
import type { EmulatorContext, Exchange } from '../context.ts'
import { ProblemPage } from '../pages/problem.tsx'
import { listControlPages } from '../routes/control/endpoints.ts'
import { listIdentityEndpoints, listSignInPages } from '../routes/identity/endpoints.ts'
import { listMessagingEndpoints } from '../routes/messaging/endpoints.ts'
import { listWebhookEndpoints } from '../routes/webhooks/endpoints.ts'
import { answerAsGateway, answerError } from './answers.ts'
import type { Endpoint } from './endpoint.ts'
import { maskSecrets } from './masking.ts'
import { answerPage } from './page-answer.ts'
import { isFromOwnPage } from './same-origin.ts'

/** All addresses of the emulator. */
export function createRouter(context: EmulatorContext): Hono<Exchange> {
  const router = new Hono<Exchange>({ strict: false })
  const api = [...listIdentityEndpoints(context), ...listMessagingEndpoints(context), ...listWebhookEndpoints(context)]
  router.use('/v1/*', allowOtherOrigins)
  router.use('/idb/*', allowOtherOrigins)
  router.use('*', refuseForeignForms)
  for (const [method, path, handler] of [...api, ...listSignInPages(context), ...listControlPages(context)]) {
    router.on(method, path, handler)
  }
  for (const [, path] of api) router.all(path, (c) => refuseMethod(api, path, c.env.trackingId))
  router.notFound((c) => {
    c.env.findings.unknown = true
    if (/^\/(authorize|access_token)\/?$/.test(c.req.path)) return answerAsGateway(context.environment)
    if (isApi(c.req.path)) return answerError(c.env.trackingId, 404, `Not emulated. Known: ${describe(api)}`)
    const advice = 'The overview lists what there is.'
    return answerPage(c, <ProblemPage title="Not found" problem="There is no such page." advice={advice} />, {
      status: 404,
    })
  })
  router.onError((error, c) => {
    if (error instanceof DroppedConnection) throw error
    c.env.findings.summary = `failed: ${maskSecrets(error.message)}`
    return answerError(c.env.trackingId, 500, 'The emulator failed.')
  })
  return router
}

/** Any header is allowed: Webex's own client for browsers sends several of its own. */
const openToAll = cors({
  origin: '*',
  allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
  exposeHeaders: ['Link', 'Retry-After', 'trackingid'],
})

/** Browsers of other origins may call the API; the sign-in page is for people and stays closed. @see WEBEX.md §4 */
const allowOtherOrigins: MiddlewareHandler<Exchange> = (c, next) => {
  return /(?<!device)\/authorize\/?$/.test(c.req.path) ? next() : openToAll(c, next)
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
