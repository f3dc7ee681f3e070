import { answerDelivery, type DeliveryOptions, type OnEvent, type Receiver } from './answer-delivery.ts'

/**
 * A route handler for Next's app router that receives what Webex posts to a webhook: answers each delivery, and hands each
 * new event to `onEvent`, once.
 * @example
 * export const POST = nextWebhooks(keeper, { secret }, (event) => queue.add(event)) // app/webhooks/route.ts
 */
export function nextWebhooks(
  keeper: Receiver,
  options: DeliveryOptions,
  onEvent: OnEvent,
): (request: Request) => Promise<Response> {
  return (request) => answerDelivery(keeper, request, options, onEvent)
}
