import type { EmulatorContext } from '../../context.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { listAttachmentActionEndpoints } from './attachment-actions.ts'
import { listContentEndpoints } from './contents.ts'
import { listMembershipEndpoints } from './memberships.ts'
import { listMessageEndpoints } from './messages.ts'
import { listPeopleEndpoints } from './people.ts'
import { listRoomEndpoints } from './rooms.ts'
import { listTeamMembershipEndpoints } from './team-memberships.ts'
import { listTeamEndpoints } from './teams.ts'

/** Webex's messaging API. @see WEBEX.md §8, §9 */
export function listMessagingEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ...listPeopleEndpoints(context),
    ...listRoomEndpoints(context),
    ...listMembershipEndpoints(context),
    ...listMessageEndpoints(context),
    ...listContentEndpoints(context),
    ...listTeamEndpoints(context),
    ...listTeamMembershipEndpoints(context),
    ...listAttachmentActionEndpoints(context),
  ]
}
