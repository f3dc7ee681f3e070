import { encodeId } from '../identifiers.ts'

/** One webhook; instants in ms since 1970 by the emulator's clock. */
export interface Webhook {
  uuid: string
  name: string
  targetUrl: string
  resource: string
  event: string
  filter?: string
  secret?: string
  status: 'active' | 'inactive'
  createdAt: number
  ownedBy: 'creator' | 'org'
  creatorUuid: string
  /** The integration whose token made it; the webhook outlives that token. */
  clientId?: string
  /** When it was last made active again. */
  enabledAgainAt?: number
  /** Deliveries that failed within the last five minutes. */
  failedAt: number[]
}

/** What whoever makes a webhook decides. */
export type WebhookTerms = Pick<
  Webhook,
  'name' | 'targetUrl' | 'resource' | 'event' | 'filter' | 'secret' | 'ownedBy' | 'creatorUuid' | 'clientId'
>

/** The webhook as its endpoint shows it. @see WEBEX.md §9 */
export function showWebhook(webhook: Webhook) {
  const { uuid, name, targetUrl, resource, event, filter, secret, status, createdAt, ownedBy } = webhook
  return {
    id: encodeId('WEBHOOK', uuid),
    name,
    targetUrl,
    resource,
    event,
    ...(filter !== undefined && { filter }),
    ...(secret !== undefined && { secret }),
    status,
    created: new Date(createdAt).toISOString(),
    ownedBy,
  }
}
