import type { Change, Kept } from '../changes.ts'
import type { EmulatorContext } from '../context.ts'
import { encodeId, nameUuid, readId } from '../identifiers.ts'
import { type Delivering, deliver, recordUnsent } from './deliver.ts'
import { createDeliveries, type Delivery, type DeliveryKind, type KeptDelivery } from './deliveries.ts'
import { type Happening, writeEnvelope } from './envelope.ts'
import { disable } from './failing.ts'
import { findListeners, findSubscribers } from './listeners.ts'
import { createQueue, type Queue } from './queue.ts'
import { createRegistered, type Registered } from './registered.ts'
import { findWatched } from './watched.ts'
import { showWebhook, type Webhook } from './webhook.ts'

/** Webhooks and their deliveries, over the network and outside the requests that caused them. */
export interface Webhooks extends Kept {
  registered: Registered
  /** A webhook whose creator is gone is disabled when anybody looks or it is to be delivered. @see WEBEX.md §10 */
  disableOrphans(): void
  /** Every webhook as its endpoint shows it, without the secret. */
  list(): ListedWebhook[]
  /** The newest 1,000, oldest first. */
  deliveries(): Delivery[]
  /**
   * Makes a delivery once more, as often and as late as told, also signed with a wrong secret.
   * @throws RangeError for a delivery that is not among the newest 1,000, more than 100 times or later than a day
   */
  redeliver(deliveryId: string, how?: Redelivery): void
  /**
   * Tells webhooks of something that did not happen; gives how many.
   * @throws RangeError for what no webhook can watch, an unknown webhook or data of more than 16 KiB
   */
  trigger(madeUp: MadeUp): number
  /** Resolves as soon as no delivery is under way or waiting, late ones included. */
  settled(): Promise<void>
  /** Ends the deliveries that are under way or waiting. */
  stop(): void
}

/** A webhook as whoever runs the emulator sees it. */
export interface ListedWebhook extends Omit<ReturnType<typeof showWebhook>, 'secret'> {
  /** Key of the user who made it; undefined when there is no such user any more. */
  user: string | undefined
  /** Whether its deliveries are signed. */
  signed: boolean
}

/** How a delivery is made once more. */
export interface Redelivery {
  /** Default 1. */
  times?: number
  /** How much later, in ms of real time. Default 0. */
  delayMs?: number
  /** Default false. */
  badSignature?: boolean
}

/** A made-up event. */
export interface MadeUp {
  resource: string
  event: string
  /** Default: an id only. */
  data?: Record<string, unknown>
  /** Public id of the person who seems to have done it. Default: whoever made the webhook. */
  actorId?: string
  /** Public id of the one webhook that is told, whatever it watches. Default: all that watch such an event. */
  webhookId?: string
}

interface State extends Delivering {
  queue: Queue
}

type Context = Delivering['context'] & Pick<EmulatorContext, 'changes'>

export function createWebhooks(context: Context, remote = false): Webhooks {
  const registered = createRegistered(context)
  const queue = createQueue(context.environment)
  const state: State = { context, registered, deliveries: createDeliveries(), remote, queue }
  context.changes.onChange((change) => tellOf(state, change))
  return {
    registered,
    disableOrphans: () => disableOrphans(context, registered),
    list() {
      disableOrphans(context, registered)
      return registered.all().map((webhook) => listOne(context, webhook))
    },
    deliveries: () => state.deliveries.list(),
    redeliver: (deliveryId, how = {}) => redeliver(state, deliveryId, how),
    trigger: (madeUp) => trigger(state, madeUp),
    settled: () => queue.settled(),
    stop: () => queue.stop(),
    save: () => ({ registered: registered.save(), deliveries: state.deliveries.save() }),
    restore(saved) {
      const kept = saved as Record<'registered' | 'deliveries', unknown>
      queue.stop()
      registered.restore(kept.registered)
      state.deliveries.restore(kept.deliveries)
    },
  }
}

function disableOrphans({ people }: Context, registered: Registered): void {
  for (const webhook of registered.all()) if (!people.findByUuid(webhook.creatorUuid)) disable(webhook)
}

function listOne({ people }: Context, webhook: Webhook): ListedWebhook {
  const { secret, ...shown } = showWebhook(webhook)
  return { ...shown, user: people.findByUuid(webhook.creatorUuid)?.key, signed: Boolean(secret) }
}

function tellOf(state: State, change: Change): void {
  for (const webhook of findListeners(state.registered, change)) {
    send(state, webhook, 'event', change)
  }
}

function send(state: State, webhook: Webhook, kind: DeliveryKind, happening: Happening): void {
  const { resource, event } = happening
  enqueue(state, { webhook, kind, resource, event, body: writeEnvelope(webhook, happening) }, 0)
}

function enqueue(state: State, parcel: Parameters<typeof deliver>[1], delayMs: number): void {
  const queued = state.queue.add((stop) => deliver(state, parcel, stop), delayMs)
  if (!queued) recordUnsent(state, parcel, 'too many deliveries are waiting')
}

const MOST_TIMES = 100
const LATEST_MS = 24 * 3_600_000

function redeliver(state: State, deliveryId: string, how: Redelivery): void {
  const { times = 1, delayMs = 0, badSignature = false } = how
  if (!Number.isInteger(times) || times < 1 || times > MOST_TIMES) {
    throw new RangeError(`times is a whole number from 1 to ${MOST_TIMES}`)
  }
  if (!(delayMs >= 0 && delayMs <= LATEST_MS)) throw new RangeError(`delayMs is from 0 to ${LATEST_MS}`)
  const { webhook, delivery } = findDelivered(state, deliveryId)
  const { resource, event, body } = delivery
  const kind = badSignature ? 'forged' : 'repeat'
  for (let time = 0; time < times; time++) enqueue(state, { webhook, kind, resource, event, body }, delayMs)
}

function findDelivered(state: State, deliveryId: string): { webhook: Webhook; delivery: KeptDelivery } {
  const delivery = state.deliveries.find(deliveryId)
  if (!delivery) throw new RangeError('there is no such delivery among the newest 1,000')
  const webhook = state.registered.find(delivery.webhookUuid)
  if (!webhook) throw new RangeError('the webhook of this delivery was deleted')
  return { webhook, delivery }
}

const MOST_DATA = 16 * 1024

function trigger(state: State, madeUp: MadeUp): number {
  const { resource, event, webhookId } = madeUp
  if (resource === 'all' || !findWatched(resource)?.events.includes(event)) {
    throw new RangeError(`no webhook can watch ${resource} ${event}`)
  }
  const data = madeUp.data ?? { id: encodeId('EVENT', nameUuid('made up')) }
  if (JSON.stringify(data).length > MOST_DATA) throw new RangeError(`data is longer than ${MOST_DATA} characters`)
  const told =
    webhookId === undefined ? findSubscribers(state.registered.all(), madeUp, data) : [find(state, webhookId)]
  for (const webhook of told) {
    const actorId = madeUp.actorId ?? encodeId('PEOPLE', webhook.creatorUuid)
    send(state, webhook, 'trigger', { resource, event, actorId, data })
  }
  return told.length
}

function find({ registered }: State, webhookId: string): Webhook {
  const uuid = readId('WEBHOOK', webhookId)
  const webhook = uuid === undefined ? undefined : registered.find(uuid)
  if (!webhook) throw new RangeError('there is no such webhook')
  return webhook
}
