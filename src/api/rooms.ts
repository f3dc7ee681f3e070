import { readItem } from './answer.ts'
import { callJson } from './call.ts'
import type { ApiContext, CallOptions } from './context.ts'
import { createList, type List } from './list.ts'
import { pathOf } from './url.ts'

/**
 * A space as Webex gives it. Optional fields are absent, not null; what is not listed here is kept all the same.
 * @see WEBEX.md §9
 */
export interface Room {
  id: string
  /** In a direct space, the other person's name. Encrypted text where `errors` has a `title`. */
  title?: string
  type?: 'direct' | 'group'
  isLocked?: boolean
  teamId?: string
  /** ISO 8601. */
  lastActivity?: string
  creatorId?: string
  created?: string
  ownerId?: string
  classificationId?: string
  isAnnouncementOnly?: boolean
  isReadOnly?: boolean
  isPublic?: boolean
  madePublic?: string
  description?: string
  /** What Webex could not give of this item, by field; the rest of the list is whole. */
  errors?: Record<string, { code: string; reason: string }>
  [field: string]: unknown
}

export interface RoomsQuery {
  type?: 'direct' | 'group'
  sortBy?: 'id' | 'lastactivity' | 'created'
  /** Items a page, 1 to 1,000. Default: 100, then 1,000. */
  max?: number
  teamId?: string
}

export interface Rooms {
  /** The spaces this person is in. Scope spark:rooms_read. @throws WX-API-* when a page is read */
  list(query?: RoomsQuery, options?: CallOptions): List<Room>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  get(id: string, options?: CallOptions): Promise<Room>
}

export function createRooms(context: ApiContext): Rooms {
  return {
    list: (query = {}, options) => createList(context, '/rooms', { ...query }, options),
    get: async (id, options) =>
      readItem(await callJson(context, { ...options, method: 'GET', path: pathOf('/rooms', id) })),
  }
}
