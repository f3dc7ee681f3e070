/**
 * The keeper in Hono 4: routes, errors and webhooks.
 * @module
 */

import { answerError, type ErrorOptions, type Keeper } from './context.ts'

export { honoWebhooks } from './webhooks/hono.ts'

/** The part of Hono's context that is needed. */
interface Context {
  req: { raw: Request }
}

/**
 * Middleware for Hono that answers connect, callback, disconnect and status. Behind a proxy there is nothing to set: no
 * header of a proxy is believed.
 * @example
 * const app = new Hono().use(honoRoutes(keeper))
 */
export function honoRoutes(
  keeper: Pick<Keeper, 'handle'>,
): (c: Context, next: () => Promise<void>) => Promise<Response | undefined> {
  return async (c, next) => {
    const response = await keeper.handle(c.req.raw)
    if (!response) await next()
    return response
  }
}

/**
 * For `app.onError`: shows GrantkeeperErrors of the app's handlers as the keeper does that is given, else as a plain page;
 * and what an error of Hono's says itself; throws others.
 * @example
 * app.onError(honoErrors(keeper))
 */
export function honoErrors(options?: ErrorOptions): (error: Error, c: Context) => Promise<Response> {
  return async (error, c) => {
    const response = await answerError(error, c.req.raw, options)
    if (response) return response
    if ('getResponse' in error) return (error as { getResponse(): Response }).getResponse()
    throw error
  }
}
