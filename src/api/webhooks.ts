import type { ApiContext, CallOptions } from './context.ts'
import type { FieldErrors, Instant, Paged } from './item.ts'
import type { List } from './list.ts'
import { createVerbs } from './resource.ts'

/** What can be watched; Webex adds to it, so any other text is taken too. @see WEBEX.md §10 */
export type WebhookResource =
  | 'all'
  | 'attachmentActions'
  | 'memberships'
  | 'messages'
  | 'rooms'
  | 'meetings'
  | 'recordings'
  | 'convergedRecordings'
  | 'meetingParticipants'
  | 'meetingTranscripts'
  | 'telephony_calls'
  | 'telephony_conference'
  | 'telephony_mwi'
  | 'uc_counters'
  | 'dataSources'
  | 'serviceApp'
  | 'adminBatchJobs'
  | (string & {})

/** What can happen to it; Webex adds to it, so any other text is taken too. @see WEBEX.md §10 */
export type WebhookEvent =
  | 'all'
  | 'created'
  | 'updated'
  | 'deleted'
  | 'migrated'
  | 'started'
  | 'ended'
  | 'joined'
  | 'left'
  | 'authorized'
  | 'deauthorized'
  | 'statusChanged'
  | (string & {})

/**
 * Where Webex calls when something happens. It outlives the token that made it, and is made inactive after 100 failures
 * within five minutes. Optional fields are absent, not null; fields not listed here are kept all the same.
 * @see WEBEX.md §9, §10
 */
export interface Webhook {
  id: string
  name: string
  targetUrl: string
  resource: WebhookResource
  event: WebhookEvent
  filter?: string
  /** What deliveries are signed with; keep it out of logs. */
  secret?: string
  status?: 'active' | 'inactive'
  created?: Instant
  ownedBy?: 'creator' | 'org'
  orgId?: string
  createdBy?: string
  appId?: string
  errors?: FieldErrors
}

/** Whose webhooks. */
export interface WebhooksQuery extends Paged {
  /** Those of the organization, for administrators, instead of one's own. */
  ownedBy?: 'org'
}

/** Which changes are to be told to whom. */
export interface WebhookDraft {
  name: string
  targetUrl: string
  resource: WebhookResource
  event: WebhookEvent
  /** Conditions joined by `&`, such as `roomId=…&personEmail=…`. */
  filter?: string
  /** What deliveries are to be signed with. Without it they are not signed, and anybody could have sent them. */
  secret?: string
  ownedBy?: 'org'
}

/** What can be changed later; for another resource, event or filter it is made anew. */
export interface WebhookChanges {
  /** Told again where it stays, as the target is. */
  name: string
  targetUrl: string
  secret?: string
  ownedBy?: 'org'
  /** Makes it active again, where Webex has disabled it; nothing else can be set. */
  status?: 'active'
}

/** Takes the read scope of what is watched. @see WEBEX.md §7, §9, §10 */
export interface Webhooks {
  /** @throws WX-API-* when a page is read */
  list(query?: WebhooksQuery, options?: CallOptions): List<Webhook>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  get(id: string, options?: CallOptions): Promise<Webhook>
  /** @throws WX-API-CONFLICT or WX-API-REQUEST where there is such a one already, and the other WX-API-* */
  create(draft: WebhookDraft, options?: CallOptions): Promise<Webhook>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  update(id: string, changes: WebhookChanges, options?: CallOptions): Promise<Webhook>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  delete(id: string, options?: CallOptions): Promise<void>
}

export function createWebhooks(context: ApiContext): Webhooks {
  const about = { path: '/webhooks', essential: ['id', 'name', 'targetUrl', 'resource', 'event'] } as const
  return createVerbs<Webhook, WebhooksQuery, WebhookDraft, WebhookChanges>(context, about)
}
