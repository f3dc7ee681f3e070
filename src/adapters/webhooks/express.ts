import type { ServerResponse } from 'node:http'
import type { NodeRequest } from '../node-http.ts'
import type { DeliveryOptions, OnEvent, Receiver } from './answer-delivery.ts'
import { nodeWebhooks } from './node.ts'

/**
 * A handler for Express 4 and 5 that receives what Webex posts to a webhook: answers each delivery, and hands each new
 * event to `onEvent`, once. It reads the bytes itself: put it before `express.json()`, else the app's error handler gets
 * WX-WEBHOOK-RAW-BODY. `express.raw()` may stand before it, and any parser that keeps the bytes as `req.rawBody`.
 * @example
 * app.post('/webhooks', expressWebhooks(keeper, { secret }, (event) => queue.add(event)))
 */
export function expressWebhooks(
  keeper: Receiver,
  options: DeliveryOptions,
  onEvent: OnEvent,
): (req: NodeRequest, res: ServerResponse, next: (error?: unknown) => void) => Promise<void> {
  const answer = nodeWebhooks(keeper, options, onEvent)
  return (req, res, next) => answer(req, res).catch(next)
}
