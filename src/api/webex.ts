/** What there is at Webex, as types: all that its calls take and give. The front door has them as `Webex`. */
export type { AttachmentAction, AttachmentActionDraft, AttachmentActions } from './attachment-actions.ts'
export type { Authorization, Authorizations } from './authorizations.ts'
export type { ApiCall } from './call.ts'
export type { Contents, Download, DownloadOptions, FileDetails, FileOptions } from './contents.ts'
export type { AccessTokenSource, CallOptions, Wait, WebexClientOptions } from './context.ts'
export type { Cooldown } from './cooldown.ts'
export type { EventResource, Events, EventsQuery, EventType, WebexEvent } from './events.ts'
export type { FieldError, FieldErrors, Instant, Paged, PersonName } from './item.ts'
export type { List, Page } from './list.ts'
export type {
  Membership,
  MembershipChanges,
  MembershipDraft,
  Memberships,
  MembershipsQuery,
} from './memberships.ts'
export type {
  AdaptiveCard,
  CardAttachment,
  DirectMessagesQuery,
  Message,
  MessageChanges,
  MessageDestination,
  MessageDraft,
  MessageParts,
  Messages,
  MessagesQuery,
  Upload,
} from './messages.ts'
export type {
  People,
  PeopleQuery,
  PersonOptions,
  PhoneNumber,
  PostalAddress,
  SipAddress,
  WebexPerson,
} from './people.ts'
export type { MeetingInfo, Room, RoomChanges, RoomDraft, Rooms, RoomsQuery } from './rooms.ts'
export type {
  TeamMembership,
  TeamMembershipDraft,
  TeamMemberships,
  TeamMembershipsQuery,
} from './team-memberships.ts'
export type { Team, TeamDraft, Teams } from './teams.ts'
export type { Query } from './url.ts'
export type { WebexClient } from './webex-client.ts'
export type {
  Webhook,
  WebhookChanges,
  WebhookDraft,
  WebhookEvent,
  WebhookResource,
  Webhooks,
  WebhooksQuery,
} from './webhooks.ts'
