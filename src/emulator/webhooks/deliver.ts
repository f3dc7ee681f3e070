import { withDeadline } from '../../environment.ts'
import type { EmulatorContext } from '../context.ts'
import { drawUuid, encodeId } from '../identifiers.ts'
import type { Deliveries, DeliveryKind } from './deliveries.ts'
import { disable, noteFailure } from './failing.ts'
import type { Registered } from './registered.ts'
import { signBody } from './signature.ts'
import { isLoopback, showTarget } from './target.ts'
import type { Webhook } from './webhook.ts'

/** A body on its way to the target of a webhook. */
export interface Parcel {
  webhook: Webhook
  kind: DeliveryKind
  resource: string
  event: string
  body: string
}

export interface Delivering {
  context: Pick<EmulatorContext, 'environment' | 'clock' | 'settings' | 'people'>
  registered: Registered
  deliveries: Deliveries
  /** Whether targets beyond this computer are called too. */
  remote: boolean
}

interface Outcome {
  status?: number
  error?: string
}

/** Delivers once, writes down what came of it, and counts a failure. Nothing is left of one that `stop` ended. */
export async function deliver(state: Delivering, parcel: Parcel, stop: AbortSignal): Promise<void> {
  const { environment, clock } = state.context
  const { webhook, kind } = parcel
  const reason = findReasonNotToSend(state, webhook)
  if (reason !== undefined) return record(state, parcel, { error: `not sent: ${reason}` }, 0)
  const began = environment.monotonic()
  const outcome = await post(state, parcel, stop)
  if (stop.aborted) return
  record(state, parcel, outcome, environment.monotonic() - began)
  if (!isSuccess(outcome) && kind !== 'forged') noteFailure(webhook, clock.now())
}

/** Writes down a delivery that is not even tried. */
export function recordUnsent(state: Delivering, parcel: Parcel, reason: string): void {
  record(state, parcel, { error: `not sent: ${reason}` }, 0)
}

function findReasonNotToSend({ context, registered, remote }: Delivering, webhook: Webhook): string | undefined {
  if (registered.find(webhook.uuid) !== webhook) return 'the webhook was deleted'
  if (!context.people.findByUuid(webhook.creatorUuid)) disable(webhook)
  if (webhook.status !== 'active') return 'the webhook is not active'
  if (!remote && !isLoopback(webhook.targetUrl)) return 'the target is not on this computer'
  return undefined
}

const MOST_ANSWER_BYTES = 1024 * 1024

async function post({ context }: Delivering, { webhook, kind, body }: Parcel, stop: AbortSignal): Promise<Outcome> {
  const { environment, settings } = context
  // Without a secret there is nothing to get wrong, and any signature at all is a forged one.
  const secret = kind === 'forged' ? `not ${webhook.secret}` : webhook.secret
  const headers = {
    'content-type': 'application/json',
    'x-emulator': 'grantkeeper',
    ...signBody(body, secret, settings.webexSignature),
  }
  const request = { method: 'POST', url: webhook.targetUrl, headers, body, maxBytes: MOST_ANSWER_BYTES }
  try {
    const { status } = await withDeadline(environment, settings.webhookTimeLimitMs, stop, (signal) =>
      environment.transport({ ...request, signal }),
    )
    return { status }
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'it failed' }
  }
}

function isSuccess({ status = 0 }: Outcome): boolean {
  return status >= 200 && status < 300
}

function record({ context, deliveries }: Delivering, parcel: Parcel, outcome: Outcome, durationMs: number): void {
  const { webhook, kind, resource, event, body } = parcel
  deliveries.add({
    id: drawUuid(context.environment),
    at: context.clock.now(),
    webhookId: encodeId('WEBHOOK', webhook.uuid),
    webhookUuid: webhook.uuid,
    target: showTarget(webhook.targetUrl),
    kind,
    resource,
    event,
    ...outcome,
    durationMs: Math.round(durationMs),
    body,
  })
}
