import type { ServerResponse } from 'node:http'
import { type NodeRequest, sendResponse } from '../node-http.ts'
import { answerDelivery, type Delivery, type DeliveryOptions, type OnEvent, type Receiver } from './answer-delivery.ts'

/**
 * Receives what Webex posts to a webhook: answers each delivery, and hands each new event to `onEvent`, once. Rejects with
 * what `onEvent` throws, and with WX-WEBHOOK-RAW-BODY where a parser has taken the bytes.
 * @example
 * const receive = nodeWebhooks(keeper, { secret }, (event) => queue.add(event))
 * if (req.url === '/webhooks') return receive(req, res)
 */
export function nodeWebhooks(
  keeper: Receiver,
  options: DeliveryOptions,
  onEvent: OnEvent,
): (req: NodeRequest, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    await sendResponse(await answerDelivery(keeper, readDelivery(req), options, onEvent), res)
  }
}

/** Its own stream unless somebody has read it; then what they left: the bytes by the name that is usual for them, or as body. */
function readDelivery(req: NodeRequest & { body?: unknown; rawBody?: unknown }): Delivery {
  return { headers: req.headers, body: req.readableDidRead ? (req.rawBody ?? req.body) : req }
}
