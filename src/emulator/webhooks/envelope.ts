import { encodeId, ORG_UUID } from '../identifiers.ts'
import type { Webhook } from './webhook.ts'

/** What happened, as far as an envelope tells it. */
export interface Happening {
  resource: string
  event: string
  actorId: string
  data: Record<string, unknown>
}

/** The organisation as envelopes and events name it: base64 of the bare uuid. @see WEBEX.md §10 */
export const BARE_ORG_ID = Buffer.from(ORG_UUID).toString('base64').replace(/=+$/, '')

/** The body of a delivery. A firehose names the resource and event that happened, not `all`. @see WEBEX.md §10 */
export function writeEnvelope(webhook: Webhook, { resource, event, actorId, data }: Happening): string {
  const { uuid, name, targetUrl, filter, creatorUuid, clientId, ownedBy, createdAt } = webhook
  return JSON.stringify({
    id: encodeId('WEBHOOK', uuid),
    name,
    targetUrl,
    resource,
    event,
    filter,
    orgId: BARE_ORG_ID,
    createdBy: encodeId('PEOPLE', creatorUuid),
    appId: clientId === undefined ? undefined : encodeId('APPLICATION', clientId),
    ownedBy,
    status: 'active',
    created: new Date(createdAt).toISOString(),
    actorId,
    data,
  })
}
