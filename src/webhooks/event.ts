/**
 * What Webex told of. `type` is resource and event in one word, and tells which fields `data` has; it is `other` for what has
 * no fields known here. `data` names what happened, without its content: fetch that by its id.
 * @example
 * if (event.type === 'messages.created') await webex.request({ method: 'GET', path: `/messages/${event.data.id}` })
 * @see WEBEX.md §10
 */
export type ReceivedEvent =
  | Told<'messages', Changes, MessageData>
  | Told<'memberships', Changes, MembershipData>
  | Told<'rooms', Changes | 'migrated', RoomData>
  | Told<'attachmentActions', 'created', AttachmentActionData>
  | ({ type: 'other'; resource: string; event: string; data: Record<string, unknown> } & WebhookEnvelope)

type Changes = 'created' | 'updated' | 'deleted'

type Told<Resource extends string, Event extends string, Data> = {
  [E in Event]: { type: `${Resource}.${E}`; resource: Resource; event: E; data: Data } & WebhookEnvelope
}[Event]

/** The fields of every event. What is not listed here is kept all the same. */
export interface WebhookEnvelope {
  /** The webhook's id: the same in all its deliveries. */
  id: string
  name?: string
  targetUrl?: string
  filter?: string
  /** Base64 of the bare uuid, unlike the ids of everything else. */
  orgId?: string
  createdBy?: string
  appId?: string
  ownedBy?: string
  status?: string
  /** When the webhook was made, ISO 8601; when this happened is not told. */
  created?: string
  /** Who did it. */
  actorId?: string
  [field: string]: unknown
}

export interface MessageData {
  id: string
  roomId: string
  personId: string
  personEmail?: string
  roomType?: string
  created?: string
  [field: string]: unknown
}

export interface MembershipData {
  id: string
  roomId: string
  personId: string
  personEmail?: string
  personDisplayName?: string
  personOrgId?: string
  roomType?: string
  isModerator?: boolean
  isMonitor?: boolean
  isRoomHidden?: boolean
  created?: string
  [field: string]: unknown
}

export interface RoomData {
  id: string
  title?: string
  type?: string
  teamId?: string
  creatorId?: string
  isLocked?: boolean
  lastActivity?: string
  created?: string
  [field: string]: unknown
}

export interface AttachmentActionData {
  id: string
  messageId: string
  personId: string
  roomId: string
  type?: string
  created?: string
  [field: string]: unknown
}
