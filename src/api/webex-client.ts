import type { AttachmentActions } from './attachment-actions.ts'
import type { Authorizations } from './authorizations.ts'
import type { ApiCall } from './call.ts'
import type { Contents } from './contents.ts'
import type { CallOptions } from './context.ts'
import type { Events } from './events.ts'
import type { List } from './list.ts'
import type { Memberships } from './memberships.ts'
import type { Messages } from './messages.ts'
import type { People } from './people.ts'
import type { Rooms } from './rooms.ts'
import type { TeamMemberships } from './team-memberships.ts'
import type { Teams } from './teams.ts'
import type { Query } from './url.ts'
import type { Webhooks } from './webhooks.ts'

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
