import type { ApiContext, CallOptions } from './context.ts'
import type { FieldErrors, Instant, Paged, PersonName } from './item.ts'
import type { List } from './list.ts'
import { createVerbs } from './resource.ts'

/**
 * That a person belongs to a team. Optional fields are absent, not null; fields not listed here are kept all the same.
 * @see WEBEX.md §9
 */
export interface TeamMembership {
  id: string
  teamId: string
  personId: string
  personEmail?: string
  personDisplayName?: string
  personOrgId?: string
  isModerator?: boolean
  created?: Instant
  errors?: FieldErrors
}

/** Of which team. */
export interface TeamMembershipsQuery extends Paged {
  teamId: string
}

/** Who is to belong to which team. */
export type TeamMembershipDraft = { teamId: string; isModerator?: boolean } & PersonName

/** Reading takes the scope spark:team_memberships_read, changing spark:team_memberships_write. @see WEBEX.md §7, §9 */
export interface TeamMemberships {
  /** @throws WX-API-* when a page is read */
  list(query: TeamMembershipsQuery, options?: CallOptions): List<TeamMembership>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  get(id: string, options?: CallOptions): Promise<TeamMembership>
  /** @throws WX-API-CONFLICT where the person belongs to the team already, and the other WX-API-* */
  create(draft: TeamMembershipDraft, options?: CallOptions): Promise<TeamMembership>
  /** @throws WX-API-NOT-FOUND, WX-API-FORBIDDEN and the other WX-API-* */
  update(id: string, changes: { isModerator: boolean }, options?: CallOptions): Promise<TeamMembership>
  /** Takes the person out of the team. @throws WX-API-NOT-FOUND, WX-API-FORBIDDEN and the other WX-API-* */
  delete(id: string, options?: CallOptions): Promise<void>
}

export function createTeamMemberships(context: ApiContext): TeamMemberships {
  const about = { path: '/team/memberships', essential: ['id', 'teamId', 'personId'], grows: true } as const
  return createVerbs<TeamMembership, TeamMembershipsQuery, TeamMembershipDraft, { isModerator: boolean }>(
    context,
    about,
  )
}
