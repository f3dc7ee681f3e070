import type { ApiContext, CallOptions } from './context.ts'
import type { FieldErrors, Instant } from './item.ts'
import type { List } from './list.ts'
import { createVerbs } from './resource.ts'

/** What events are of; Webex adds to it, so any other text is taken too. */
export type EventResource =
  | 'attachmentActions'
  | 'businessTexts'
  | 'call_records'
  | 'convergedRecordings'
  | 'file_transcodings'
  | 'files'
  | 'meetingMessages'
  | 'meetings'
  | 'meetingTranscripts'
  | 'memberships'
  | 'messages'
  | 'rooms'
  | 'tabs'
  | (string & {})

/** What has happened to it; Webex adds to it, so any other text is given too. */
export type EventType = 'created' | 'updated' | 'deleted' | 'ended' | (string & {})

/** Something that happened. Optional fields are absent, not null; fields not listed here are kept all the same. */
export interface WebexEvent {
  id: string
  resource: EventResource
  type: EventType
  actorId?: string
  orgId?: string
  appId?: string
  created?: Instant
  /** What it happened to, as far as the resource tells. */
  data?: Record<string, unknown>
  errors?: FieldErrors
}

/** What happened, to what, by whom and when. */
export interface EventsQuery {
  resource?: EventResource
  type?: 'created' | 'updated' | 'deleted' | 'ended'
  actorId?: string
  from?: Instant
  to?: Instant
  /** Items a page, 1 to 1,000. Default: 100, then 1,000. */
  max?: number
  serviceType?: 'calling'
}

/** For compliance officers; takes the scope spark-compliance:events_read. @see WEBEX.md §7 */
export interface Events {
  /** @throws WX-API-* when a page is read */
  list(query?: EventsQuery, options?: CallOptions): List<WebexEvent>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  get(id: string, options?: CallOptions): Promise<WebexEvent>
}

export function createEvents(context: ApiContext): Events {
  const about = { path: '/events', essential: ['id', 'resource', 'type'], grows: true } as const
  const { list, get } = createVerbs<WebexEvent, EventsQuery>(context, about)
  return { list, get }
}
