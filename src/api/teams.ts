import type { ApiContext, CallOptions } from './context.ts'
import type { FieldErrors, Instant, Paged } from './item.ts'
import type { List } from './list.ts'
import { createVerbs } from './resource.ts'

/**
 * A team: people with spaces in common. Optional fields are absent, not null; fields not listed here are kept all the same.
 * @see WEBEX.md §9
 */
export interface Team {
  id: string
  name?: string
  description?: string
  created?: Instant
  errors?: FieldErrors
}

/** What a team is to be, or to become. */
export interface TeamDraft {
  name: string
  description?: string
}

/** Reading takes the scope spark:teams_read, changing spark:teams_write. @see WEBEX.md §7, §9 */
export interface Teams {
  /** The teams this person belongs to. @throws WX-API-* when a page is read */
  list(query?: Paged, options?: CallOptions): List<Team>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  get(id: string, options?: CallOptions): Promise<Team>
  /** @throws WX-API-* */
  create(draft: TeamDraft, options?: CallOptions): Promise<Team>
  /** The name is told again where it stays. @throws WX-API-NOT-FOUND, WX-API-FORBIDDEN and the other WX-API-* */
  update(id: string, changes: TeamDraft, options?: CallOptions): Promise<Team>
  /** @throws WX-API-NOT-FOUND, WX-API-FORBIDDEN and the other WX-API-* */
  delete(id: string, options?: CallOptions): Promise<void>
}

export function createTeams(context: ApiContext): Teams {
  return createVerbs<Team, Paged, TeamDraft, TeamDraft>(context, { path: '/teams', essential: ['id'], grows: true })
}
