import type { Grantkeeper } from '../../front-door.ts'
import { isGrantkeeperError } from '../context.ts'

type Receive = Grantkeeper['webhooks']['receive']

/** What an adapter asks of a keeper to receive deliveries. */
export interface Receiver {
  webhooks: { receive: Receive }
}

export type Delivery = Parameters<Receive>[0]

/** How a delivery is checked: the `secret` that the webhook was made with, and what `keeper.webhooks.receive` takes besides. */
export type DeliveryOptions = Parameters<Receive>[1]

/** What the app does with a new event. Webex gets its answer once this is done, and waits only seconds: do long work later. */
export type OnEvent = (event: NonNullable<Awaited<ReturnType<Receive>>>) => unknown

/** The errors that a sender makes. Every other one is of this app, and goes where its errors go. */
const OF_THE_SENDER = ['WX-WEBHOOK-SIGNATURE', 'WX-WEBHOOK-TOO-LARGE', 'WX-WEBHOOK-BODY']

/** 204 for what Webex has signed, also when it comes again; else the error's status with its code, and nothing is done. */
export async function answerDelivery(
  keeper: Receiver,
  delivery: Delivery,
  options: DeliveryOptions,
  onEvent: OnEvent,
): Promise<Response> {
  try {
    const event = await keeper.webhooks.receive(delivery, options)
    if (event) await onEvent(event)
    return new Response(null, { status: 204 })
  } catch (error) {
    if (!isGrantkeeperError(error) || !OF_THE_SENDER.includes(error.code)) throw error
    return new Response(error.code, { status: error.status })
  }
}
