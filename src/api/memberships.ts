import type { ApiContext, CallOptions } from './context.ts'
import type { FieldErrors, Instant, Paged, PersonName } from './item.ts'
import type { List } from './list.ts'
import { createVerbs } from './resource.ts'

/**
 * That a person is in a space. Optional fields are absent, not null; fields that are not listed here are kept all the same.
 * @see WEBEX.md §9
 */
export interface Membership {
  id: string
  roomId: string
  personId: string
  personEmail?: string
  personDisplayName?: string
  personOrgId?: string
  isModerator?: boolean
  /** Only of direct spaces. */
  isRoomHidden?: boolean
  roomType?: 'direct' | 'group'
  isMonitor?: boolean
  created?: Instant
  errors?: FieldErrors
}

/** Those of a space, or of one person in it; without a space, one's own. */
export type MembershipsQuery = Paged &
  ({ roomId?: string; personId?: never; personEmail?: never } | ({ roomId: string } & PersonName))

/** Who is to be in which space. */
export type MembershipDraft = { roomId: string; isModerator?: boolean } & PersonName

/** At least one of the two; `isRoomHidden` is for direct spaces, until the next message. */
export type MembershipChanges =
  | { isModerator: boolean; isRoomHidden?: boolean }
  | { isModerator?: boolean; isRoomHidden: boolean }

/** Reading takes the scope spark:memberships_read, changing spark:memberships_write. @see WEBEX.md §7, §9 */
export interface Memberships {
  /** @throws WX-API-* when a page is read */
  list(query?: MembershipsQuery, options?: CallOptions): List<Membership>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  get(id: string, options?: CallOptions): Promise<Membership>
  /** @throws WX-API-CONFLICT where the person is in the space already, and the other WX-API-* */
  create(draft: MembershipDraft, options?: CallOptions): Promise<Membership>
  /** @throws WX-API-NOT-FOUND, WX-API-FORBIDDEN and the other WX-API-* */
  update(id: string, changes: MembershipChanges, options?: CallOptions): Promise<Membership>
  /** Takes the person out of the space. @throws WX-API-NOT-FOUND, WX-API-FORBIDDEN and the other WX-API-* */
  delete(id: string, options?: CallOptions): Promise<void>
}

export function createMemberships(context: ApiContext): Memberships {
  const about = { path: '/memberships', essential: ['id', 'roomId', 'personId'], grows: true } as const
  return createVerbs<Membership, MembershipsQuery, MembershipDraft, MembershipChanges>(context, about)
}
