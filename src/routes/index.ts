import { GrantkeeperError, isGrantkeeperError } from '../errors/index.ts'
import { createAttemptCookies } from './attempt-cookies.ts'
import { answerCallback } from './callback.ts'
import { answerConnect } from './connect.ts'
import type { RoutesContext } from './context.ts'
import { answerDisconnect } from './disconnect.ts'
import { answerStatus } from './status.ts'

interface Route {
  methods: readonly string[]
  answer(request: Request): Promise<Response>
}

/** Our four paths as one handler of web-standard requests; undefined for every other path. */
export function createRoutes(context: RoutesContext): (request: Request) => Promise<Response | undefined> {
  const { paths } = context
  const cookies = createAttemptCookies(context.secureCookies)
  const routes = new Map<string, Route>([
    [paths.connect, { methods: ['POST'], answer: (request) => answerConnect(context, cookies, request) }],
    [paths.callback, { methods: ['GET'], answer: (request) => answerCallback(context, cookies, request) }],
    [paths.disconnect, { methods: ['POST'], answer: (request) => answerDisconnect(context, request) }],
    [paths.status, { methods: ['GET', 'HEAD'], answer: (request) => answerStatus(context, request) }],
  ])
  return async (request) => {
    const route = routes.get(pathOf(request.url))
    return route && answerRoute(context, route, request)
  }
}

async function answerRoute(context: RoutesContext, route: Route, request: Request): Promise<Response> {
  try {
    if (route.methods.includes(request.method)) return await route.answer(request)
    const detail = `Use ${route.methods.join(' or ')}.`
    const response = await context.renderError(new GrantkeeperError('WX-METHOD', { detail }), request)
    response.headers.set('allow', route.methods.join(', '))
    return response
  } catch (cause) {
    const error = isGrantkeeperError(cause) ? cause : new GrantkeeperError('WX-INTERNAL', { cause })
    if (error.code === 'WX-CROSS-SITE') context.onRefused(error.code)
    return context.renderError(error, request)
  }
}

/** The path exactly as sent: no decoding, no folding, so that no trick of spelling reaches an action. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  if (start === -1) return '/'
  const end = url.slice(start).search(/[?#]/)
  return end === -1 ? url.slice(start) : url.slice(start, start + end)
}
