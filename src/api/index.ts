import { type AttachmentActions, createAttachmentActions } from './attachment-actions.ts'
import { type Authorizations, createAuthorizations } from './authorizations.ts'
import { type ApiCall, callForAnswer } from './call.ts'
import { type Contents, createContents } from './contents.ts'
import type { ApiContext, CallOptions, WebexClientOptions } from './context.ts'
import { createCooldowns } from './cooldown.ts'
import { createEvents, type Events } from './events.ts'
import { createList, type List } from './list.ts'
import { createMemberships, type Memberships } from './memberships.ts'
import { createMessages, type Messages } from './messages.ts'
import { createPeople, type People } from './people.ts'
import { createRooms, type Rooms } from './rooms.ts'
import { createTeamMemberships, type TeamMemberships } from './team-memberships.ts'
import { createTeams, type Teams } from './teams.ts'
import type { Query } from './url.ts'
import { createWebhooks, type Webhooks } from './webhooks.ts'

export type { AttachmentAction, AttachmentActionDraft, AttachmentActions } from './attachment-actions.ts'
export type { Authorization, Authorizations } from './authorizations.ts'
export type { ApiCall } from './call.ts'
export type { Contents, Download, DownloadOptions, FileDetails, FileOptions } from './contents.ts'
export type { AccessTokenSource, CallOptions, Wait, WebexClientOptions } from './context.ts'
export { type Cooldown, createCooldowns } from './cooldown.ts'
export type { EventResource, Events, EventsQuery, WebexEvent } from './events.ts'
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
export type {
  Webhook,
  WebhookChanges,
  WebhookDraft,
  WebhookEvent,
  WebhookResource,
  Webhooks,
  WebhooksQuery,
} from './webhooks.ts'

/**
 * Webex on one person's behalf. Every call has a fresh token, waits as Webex asks, and fails with an error that has a code,
 * a next step and a tracking id.
 * @see WEBEX.md §8, §9
 */
export interface WebexClient {
  people: People
  rooms: Rooms
  memberships: Memberships
  messages: Messages
  contents: Contents
  teams: Teams
  teamMemberships: TeamMemberships
  attachmentActions: AttachmentActions
  webhooks: Webhooks
  authorizations: Authorizations
  events: Events
  /** Any call the typed parts do not have; what it is answered with is not checked. @throws WX-API-*, WX-REQUEST-INVALID */
  request<T>(call: ApiCall): Promise<T>
  /**
   * Any list the typed parts do not have, such as `/room/tabs`; its items are not checked.
   * @throws WX-REQUEST-INVALID, and WX-API-* when a page is read
   */
  list<T>(path: string, query?: Query, options?: CallOptions): List<T>
}

/** Makes a client whose token is always fresh, as far as its source can tell. */
export function createWebexClient(options: WebexClientOptions): WebexClient {
  const context = completeOptions(options)
  return {
    people: createPeople(context),
    rooms: createRooms(context),
    memberships: createMemberships(context),
    messages: createMessages(context),
    contents: createContents(context),
    teams: createTeams(context),
    teamMemberships: createTeamMemberships(context),
    attachmentActions: createAttachmentActions(context),
    webhooks: createWebhooks(context),
    authorizations: createAuthorizations(context),
    events: createEvents(context),
    request: async <T>(call: ApiCall) => (await callForAnswer(context, call)).value as T,
    list: (path, query, listOptions) => createList(context, { path, query, essential: [], options: listOptions }),
  }
}

function completeOptions(options: WebexClientOptions): ApiContext {
  const { deadlineMs = 30_000, maxWaitMs = 60_000, maxRetries = 3, onWait = () => undefined } = options
  const { cooldown = createCooldowns(options.environment)('this client') } = options
  return { ...options, deadlineMs, maxWaitMs, maxRetries, onWait, cooldown }
}
