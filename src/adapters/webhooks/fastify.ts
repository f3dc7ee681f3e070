import type { IncomingMessage } from 'node:http'
import { answerDelivery, type DeliveryOptions, type OnEvent, type Receiver } from './answer-delivery.ts'

/** The parts of Fastify that are needed. */
interface Request {
  headers: IncomingMessage['headers']
  body: unknown
}
interface Reply {
  send(payload: unknown): unknown
}
type Done = (error: Error | null, body?: unknown) => void
interface Instance {
  removeAllContentTypeParsers(): unknown
  addContentTypeParser(type: '*', parser: (request: unknown, payload: IncomingMessage, done: Done) => void): unknown
  post(path: string, handler: (request: Request, reply: Reply) => Promise<unknown>): unknown
}

/**
 * A plugin that receives what Webex posts to a webhook: answers each delivery, and hands each new event to `onEvent`, once.
 * It reads the bytes itself, in a scope of its own: the app's parsers stay what they are. Its prefix is the path.
 * @example
 * await app.register(fastifyWebhooks(keeper, { secret }, (event) => queue.add(event)), { prefix: '/webhooks' })
 */
export function fastifyWebhooks(
  keeper: Receiver,
  options: DeliveryOptions,
  onEvent: OnEvent,
): (fastify: Instance) => Promise<void> {
  return async (fastify) => {
    fastify.removeAllContentTypeParsers()
    fastify.addContentTypeParser('*', (_, payload, done) => done(null, payload))
    fastify.post('/', async ({ headers, body }, reply) =>
      reply.send(await answerDelivery(keeper, { headers, body }, options, onEvent)),
    )
  }
}
