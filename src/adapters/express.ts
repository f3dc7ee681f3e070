/**
 * The keeper in Express 5 and 4: routes, errors and webhooks.
 * @module
 */

import type { ServerResponse } from 'node:http'
import type { ErrorOptions, Keeper } from './context.ts'
import { nodeErrors, nodeRoutes } from './node.ts'
import type { NodeRequest } from './node-http.ts'

export { hostRequestOf } from './node-http.ts'
export { expressWebhooks } from './webhooks/express.ts'

type Next = (error?: unknown) => void

/**
 * Middleware for Express 4 and 5 that answers connect, callback, disconnect and status, wherever it is mounted and whatever
 * body parser stands before or after it. `trust proxy` may be on or off: no header of a proxy is believed, so there is no
 * trusted-proxy setting here.
 * @example
 * const app = express().use(expressRoutes(keeper))
 */
export function expressRoutes(keeper: Keeper): (req: NodeRequest, res: ServerResponse, next: Next) => Promise<void> {
  const answer = nodeRoutes(keeper)
  return async (req, res, next) => {
    try {
      if (!(await answer(req, res))) next()
    } catch (error) {
      next(error)
    }
  }
}

/**
 * Error middleware, to be used after the app's own routes: shows their GrantkeeperErrors, and leaves every other error to
 * whoever comes next.
 * @example
 * app.use(expressErrors(keeper))
 */
export function expressErrors(
  keeper: Keeper,
  options?: ErrorOptions,
): (error: unknown, req: NodeRequest, res: ServerResponse, next: Next) => Promise<void> {
  const answer = nodeErrors(keeper, options)
  return async (error, req, res, next) => {
    try {
      if (!(await answer(error, req, res))) next(error)
    } catch (failure) {
      next(failure)
    }
  }
}
