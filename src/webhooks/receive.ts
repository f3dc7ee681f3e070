import { nodeEnvironment } from '../environment.ts'
import { GrantkeeperError } from '../errors/index.ts'
import { Secret } from '../secret.ts'
import type { ReceivedEvent } from './event.ts'
import { readHeader, readRawBody, type WebhookRequest } from './raw-body.ts'
import { readWebhookEvent } from './read-event.ts'
import { nameDelivery, type ReplayStore, replaysOfThisProcess } from './replays.ts'
import { isSigned } from './signature.ts'

/** How a delivery is checked, and where it is remembered. */
export interface ReceiveOptions {
  /** The secret the webhook was made with. */
  secret: string | Secret
  /** Where deliveries are remembered. Default: in this process; `keeper.webhooks.receive` uses the keeper's store. */
  replays?: ReplayStore
  /**
   * How long a delivery is remembered, in ms. Default 24 hours. A change that is made, undone and made again within it looks
   * like a replay, as Webex sends no instant: choose less where you count `updated` events.
   */
  rememberMs?: number
  /** Whether `X-Webex-Signature`, which Webex does not document, is checked where it is present. Default true. */
  checkNewerSignature?: boolean
  /** The clock, in ms since 1970. */
  now?: () => number
}

const DAY_MS = 24 * 60 * 60_000

/**
 * Checks a delivery and reads its event; undefined for one that came before, which is to be answered like the first. The
 * signature is checked over the bytes as they arrived, before anything of them is read. An event is given once: whoever
 * cannot act on it now keeps it for later. Answer 2xx soon: Webex disables a webhook after 100 failures in five minutes.
 * @throws WX-WEBHOOK-SIGNATURE, WX-WEBHOOK-TOO-LARGE, WX-WEBHOOK-RAW-BODY, WX-WEBHOOK-BODY, WX-CONFIG-MISSING; what `replays`
 * throws, such as WX-STORE-UNAVAILABLE
 * @example
 * const event = await receiveWebhook(request, { secret })
 * if (event?.type === 'messages.created') await answerMessage(event.data.id)
 * return new Response(null, { status: 204 })
 * @see WEBEX.md §10
 */
export async function receiveWebhook(
  request: WebhookRequest,
  options: ReceiveOptions,
): Promise<ReceivedEvent | undefined> {
  const { replays = replaysOfThisProcess(), rememberMs = DAY_MS, now = nodeEnvironment().now } = options
  const secret = readSecret(options.secret)
  const spark = readHeader(request, 'x-spark-signature')
  if (!spark) throw new GrantkeeperError('WX-WEBHOOK-SIGNATURE', { detail: 'It has no X-Spark-Signature.' })
  const webex = options.checkNewerSignature === false ? undefined : readHeader(request, 'x-webex-signature')
  const body = await readRawBody(request)
  if (!isSigned(body, secret, { spark, webex })) throw new GrantkeeperError('WX-WEBHOOK-SIGNATURE')
  const event = readWebhookEvent(body)
  return (await replays.seen(nameDelivery(body), now() + rememberMs)) ? undefined : event
}

/** Without a secret anybody could sign. @throws WX-CONFIG-MISSING */
export function readSecret(secret: string | Secret): Secret {
  const value = secret instanceof Secret ? secret.reveal() : secret
  if (typeof value === 'string' && value !== '') return new Secret(value)
  throw new GrantkeeperError('WX-CONFIG-MISSING', { detail: 'The webhook’s secret is not set.' })
}
