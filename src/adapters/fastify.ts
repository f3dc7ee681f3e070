/**
 * The keeper in Fastify 5: routes, errors and webhooks.
 * @module
 */

import type { IncomingMessage } from 'node:http'
import { answerError, type ErrorOptions, type Keeper, type PathKeeper } from './context.ts'
import { readFailedRequest, readNodeRequest } from './node-http.ts'

export { hostRequestOf } from './node-http.ts'
export { fastifyWebhooks } from './webhooks/fastify.ts'

/** The parts of Fastify that are needed. */
interface Request {
  raw: IncomingMessage
  headers: IncomingMessage['headers']
}
interface Reply {
  send(payload: unknown): unknown
  callNotFound(): unknown
}
interface Instance {
  prefix: string
  addHook(name: 'onRequest', hook: (request: Request, reply: Reply) => Promise<unknown>): unknown
  all(path: string, handler: (request: Request, reply: Reply) => unknown): unknown
}

/**
 * Plugin that answers connect, callback, disconnect and status before any body is parsed, in the scope it is registered in.
 * `trustProxy` may be on or off: no header of a proxy is believed, so there is no trusted-proxy setting here.
 * @example
 * await app.register(fastifyRoutes, { keeper })
 */
export async function fastifyRoutes(fastify: Instance, { keeper }: { keeper: PathKeeper }): Promise<void> {
  fastify.addHook('onRequest', async (request, reply) => {
    const asked = readNodeRequest(request.raw, keeper.origin, request)
    const response = asked && (await keeper.handle(asked))
    return response && reply.send(response)
  })
  // Below a prefix or in a plugin of the app's own, hooks are asked about known paths only.
  for (const path of Object.values(keeper.paths).filter(isBelow(fastify.prefix))) {
    fastify.all(path.slice(fastify.prefix.length), (_, reply) => reply.callNotFound())
  }
}
// Acts on the scope that registers it, rather than on one of its own. https://fastify.dev/docs/latest/Reference/Plugins/
Object.assign(fastifyRoutes, { [Symbol.for('skip-override')]: true })

const isBelow = (prefix: string) => (path: string) => `${path}/`.startsWith(`${prefix}/`)

/**
 * For `setErrorHandler`: shows GrantkeeperErrors of the app's handlers, and leaves every other to the handler around it.
 * @example
 * app.setErrorHandler(fastifyErrors(keeper))
 */
export function fastifyErrors(
  keeper: Keeper,
  options: ErrorOptions = keeper,
): (error: unknown, request: Request, reply: Reply) => Promise<unknown> {
  return async (error, request, reply) => {
    const response = await answerError(error, readFailedRequest(request.raw, keeper.origin), options)
    return reply.send(response ?? error)
  }
}
