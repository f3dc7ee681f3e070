import { answerError, type ErrorOptions, type Keeper } from './context.ts'

/**
 * Route handlers for Next's app router that answer connect, callback, disconnect and status, and 404 to the rest of their
 * segment. `app/[step]/route.ts` serves the default paths; `app/webex/[...step]/route.ts` those that begin with `/webex/`.
 * @example
 * export const { GET, POST } = nextRoutes(keeper)
 */
export function nextRoutes(
  keeper: Pick<Keeper, 'handle'>,
): Record<'GET' | 'POST', (request: Request) => Promise<Response>> {
  const answer = async (request: Request) =>
    (await keeper.handle(request)) ?? new Response('Not found', { status: 404 })
  return { GET: answer, POST: answer }
}

/**
 * A route handler whose GrantkeeperErrors are shown; every other error, and what Next throws to redirect, is left to Next.
 * @example
 * export const GET = nextErrors(async (request) => Response.json(await (await keeper.webex(request)).people.me()))
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
