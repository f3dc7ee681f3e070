import { callItem } from './call.ts'
import type { ApiContext, CallOptions } from './context.ts'
import type { FieldErrors, Instant } from './item.ts'
import type { List } from './list.ts'
import { createVerbs } from './resource.ts'
import { pathOf } from './url.ts'

/**
 * A space as Webex gives it. Optional fields are absent, not null; fields that are not listed here are kept all the same.
 * @see WEBEX.md §9
 */
export interface Room {
  id: string
  /** In a direct space, the other person's name. Encrypted text where `errors` has a `title`. */
  title?: string
  type?: 'direct' | 'group'
  /** Whether only moderators may add people and change the title. */
  isLocked?: boolean
  teamId?: string
  lastActivity?: Instant
  creatorId?: string
  created?: Instant
  /** The organization it belongs to. */
  ownerId?: string
  classificationId?: string
  isAnnouncementOnly?: boolean
  isReadOnly?: boolean
  isPublic?: boolean
  madePublic?: Instant
  description?: string
  errors?: FieldErrors
}

/** Which spaces, in which order. */
export interface RoomsQuery {
  teamId?: string
  type?: 'direct' | 'group'
  /** Beyond 3,000 spaces, the order by `lastactivity` is wrong. */
  sortBy?: 'id' | 'lastactivity' | 'created'
  /** The organization's public spaces instead of one's own; goes with `from` and `to` only. */
  orgPublicSpaces?: boolean
  /** Made public after this instant, */
  from?: Instant
  /** and before this one. */
  to?: Instant
  /** Items a page, 1 to 1,000. Default: 100, then 1,000. */
  max?: number
}

/** What a new space is to be. */
export type RoomDraft = {
  title: string
  teamId?: string
  classificationId?: string
  isLocked?: boolean
  isAnnouncementOnly?: boolean
} & ({ isPublic: true; description: string } | { isPublic?: false; description?: string })

/** What a space is to become; the title is told again where it stays. */
export interface RoomChanges {
  title: string
  /** Only a space without a team can be given one. */
  teamId?: string
  classificationId?: string
  isLocked?: boolean
  isPublic?: boolean
  description?: string
  isAnnouncementOnly?: boolean
  /** For compliance officers, of direct spaces. */
  isReadOnly?: boolean
}

/** How to meet in a space. Webex has announced its end; it may answer WX-API-NOT-FOUND. @see WEBEX.md §9 */
export interface MeetingInfo {
  roomId: string
  meetingLink?: string
  sipAddress?: string
  meetingNumber?: string
  meetingId?: string
  callInTollFreeNumber?: string
  callInTollNumber?: string
}

/** Reading takes the scope spark:rooms_read, changing spark:rooms_write. @see WEBEX.md §7, §9 */
export interface Rooms {
  /** The spaces this person is in. @throws WX-API-* when a page is read */
  list(query?: RoomsQuery, options?: CallOptions): List<Room>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  get(id: string, options?: CallOptions): Promise<Room>
  /** @throws WX-API-REQUEST and the other WX-API-* */
  create(draft: RoomDraft, options?: CallOptions): Promise<Room>
  /** @throws WX-API-NOT-FOUND, WX-API-FORBIDDEN and the other WX-API-* */
  update(id: string, changes: RoomChanges, options?: CallOptions): Promise<Room>
  /** Deletes the space as a moderator; anybody else leaves it; that of a team is archived. @throws WX-API-* */
  delete(id: string, options?: CallOptions): Promise<void>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  meetingInfo(id: string, options?: CallOptions): Promise<MeetingInfo>
}

export function createRooms(context: ApiContext): Rooms {
  const about = { path: '/rooms', essential: ['id'], grows: true } as const
  return {
    ...createVerbs<Room, RoomsQuery, RoomDraft, RoomChanges>(context, about),
    meetingInfo: async (id, options) =>
      callItem(context, { ...options, method: 'GET', path: `${pathOf(about.path, id)}/meetingInfo` }, ['roomId']),
  }
}
