import { answerDelivery, type DeliveryOptions, type OnEvent, type Receiver } from './answer-delivery.ts'

/**
 * A handler for Hono that receives what Webex posts to a webhook: answers each delivery, and hands each new event to
 * `onEvent`, once. It reads the bytes itself; where a middleware has read them, `app.onError` gets WX-WEBHOOK-RAW-BODY.
 * @example
 * app.post('/webhooks', honoWebhooks(keeper, { secret }, (event) => queue.add(event)))
 */
export function honoWebhooks(
  keeper: Receiver,
  options: DeliveryOptions,
  onEvent: OnEvent,
): (c: { req: { raw: Request } }) => Promise<Response> {
  return (c) => answerDelivery(keeper, c.req.raw, options, onEvent)
}
