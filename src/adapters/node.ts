/**
 * The keeper in front of a handler of node:http: routes, errors and webhooks.
 * @module
 */

import type { ServerResponse } from 'node:http'
import { answerError, type ErrorOptions, type Keeper } from './context.ts'
import { type NodeRequest, readFailedRequest, readNodeRequest, sendResponse } from './node-http.ts'

export { hostRequestOf } from './node-http.ts'
export { nodeWebhooks } from './webhooks/node.ts'

/**
 * Answers connect, callback, disconnect and status on node:http; false for every other path, with nothing read or sent.
 * Behind a proxy there is nothing to set: no header of a proxy is believed.
 * @example
 * const answer = nodeRoutes(keeper)
 * createServer(async (req, res) => { if (!(await answer(req, res))) res.writeHead(404).end() })
 */
export function nodeRoutes(keeper: Keeper): (req: NodeRequest, res: ServerResponse) => Promise<boolean> {
  return async (req, res) => {
    const request = readNodeRequest(req, keeper.origin)
    const response = request && (await keeper.handle(request))
    if (response) await sendResponse(response, res)
    return response !== undefined
  }
}

/**
 * Answers a GrantkeeperError of the app's own code; false for every other error, and where the app has begun to answer.
 * @example
 * const answerFailed = nodeErrors(keeper)
 * if (!(await answerFailed(error, req, res))) res.writeHead(500).end()
 */
export function nodeErrors(
  keeper: Keeper,
  options: ErrorOptions = keeper,
): (error: unknown, req: NodeRequest, res: ServerResponse) => Promise<boolean> {
  return async (error, req, res) => {
    const request = readFailedRequest(req, keeper.origin)
    const response = res.headersSent ? undefined : await answerError(error, request, options)
    if (response) await sendResponse(response, res)
    return response !== undefined
  }
}

/**
 * A listener for `createServer`: the keeper's paths, then `listener` and its GrantkeeperErrors. Every other error rejects, as
 * with any async listener: catch it in `listener`, or around this one, because a rejection that nobody catches ends the process.
 * @example
 * createServer(nodeListener(keeper, async (req, res) => res.end(await show(req)))).listen(keeper.port)
 */
export function nodeListener(
  keeper: Keeper,
  listener: (req: NodeRequest, res: ServerResponse) => unknown,
  options?: ErrorOptions,
): (req: NodeRequest, res: ServerResponse) => Promise<void> {
  const [answer, answerFailed] = [nodeRoutes(keeper), nodeErrors(keeper, options)]
  return async (req, res) => {
    try {
      if (!(await answer(req, res))) await listener(req, res)
    } catch (error) {
      if (!(await answerFailed(error, req, res))) throw error
    }
  }
}
