/**
 * The keeper in Next's app router: routes, errors and webhooks.
 * @module
 */

import { answerError, type ErrorOptions, type Keeper } from './context.ts'

export { nextWebhooks } from './webhooks/next.ts'

/** Where Next serves the app, if not at its root. */
export interface NextOptions {
  /** The `basePath` of next.config, which Next cuts off the address of every request. */
  basePath?: string
}

/**
 * Route handlers for Next's app router that answer connect, callback, disconnect and status, and 404 to the rest of their
 * segment. `app/[step]/route.ts` serves the default paths; `app/webex/[...step]/route.ts` those that begin with `/webex/`.
 * With `trailingSlash` in next.config, the redirect URI and the keeper's `paths` end in a slash.
 * Behind a proxy there is nothing to set: no header of a proxy is believed.
 * @example
 * export const { GET, POST } = nextRoutes(keeper)
 */
export function nextRoutes(
  keeper: Pick<Keeper, 'handle'>,
  options: NextOptions = {},
): Record<'GET' | 'POST', (request: Request) => Promise<Response>> {
  const answer = async (request: Request) => {
    const response = await keeper.handle(addBasePath(request, options.basePath))
    return response ?? new Response('Not found', { status: 404 })
  }
  return { GET: answer, POST: answer }
}

function addBasePath(request: Request, basePath: string | undefined): Request {
  if (!basePath) return request
  const url = new URL(request.url)
  url.pathname = basePath + url.pathname
  return new Request(url, { method: request.method, headers: request.headers })
}

/**
 * A route handler whose GrantkeeperErrors are shown, as the keeper does that is given after it, else as a plain page; every
 * other error, and what Next throws to redirect, is left to Next.
 * @example
 * export const GET = nextErrors(async (request) => Response.json(await listSpaces(request)), keeper)
 */
export function nextErrors<R extends Request, Rest extends unknown[]>(
  handler: (request: R, ...rest: Rest) => Response | Promise<Response>,
  options?: ErrorOptions,
): (request: R, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    try {
      return await handler(request, ...rest)
    } catch (error) {
      const response = await answerError(error, request, options)
      if (response) return response
      throw error
    }
  }
}
