import { FORBIDDEN } from '../server/answers.ts'
import type { Person } from './colleagues.ts'
import type { Messaging } from './messaging.ts'
import { Refusal } from './refusal.ts'
import { leaveSpace, unlockWithoutModerator } from './rooms.ts'
import { type Member, mayManage, type Space } from './space.ts'
import { tellMembership } from './tell.ts'

export interface MemberChanges {
  isModerator?: boolean | undefined
  isRoomHidden?: boolean | undefined
}

export interface Membership {
  space: Space
  member: Member
}

const MOST_MEMBERS = 1000

/** A membership of a space the caller is in. @throws Refusal 404 */
export function findMembership(
  { spaces }: Messaging,
  caller: Person,
  [personUuid, spaceUuid]: [string, string],
): Membership {
  const space = spaces.find(spaceUuid)
  const member = space?.members.get(personUuid)
  if (!space?.members.has(caller.uuid) || !member) throw new Refusal(404, 'Failed to get membership')
  return { space, member }
}

/** @throws Refusal 400, 403, 409 */
export function addMember(
  messaging: Messaging,
  caller: Person,
  found: Space,
  { person, isModerator }: { person: Person; isModerator: boolean },
): Membership {
  if (found.type === 'direct') throw new Refusal(400, 'Nobody can be added to a direct space.')
  const joinsPublic = found.madePublicAt !== undefined && person.uuid === caller.uuid
  if (found.members.has(person.uuid)) throw new Refusal(409, 'Person is already in the room.')
  if (!joinsPublic && !mayManage(found, caller.uuid)) throw new Refusal(403, FORBIDDEN)
  if (isModerator && joinsPublic) throw new Refusal(403, FORBIDDEN)
  if (found.members.size >= MOST_MEMBERS)
    throw new Refusal(409, `The emulator takes ${MOST_MEMBERS} people in a space.`)
  const space = messaging.hold(found)
  const member = { personUuid: person.uuid, isModerator, joinedAt: messaging.context.clock.now() }
  messaging.spaces.join(space, member)
  tellMembership(messaging, 'created', caller, space, member)
  return { space, member }
}

/** @throws Refusal 400, 403 */
export function changeMember(
  messaging: Messaging,
  caller: Person,
  found: Membership,
  changes: MemberChanges,
): Membership {
  const { isModerator = found.member.isModerator, isRoomHidden } = changes
  const isDirect = found.space.type === 'direct'
  if (isRoomHidden !== undefined && isDirect && found.member.personUuid !== caller.uuid)
    throw new Refusal(403, FORBIDDEN)
  if (isModerator && isDirect) throw new Refusal(400, 'A direct space has no moderators.')
  if (isModerator !== found.member.isModerator && !mayManage(found.space, caller.uuid))
    throw new Refusal(403, FORBIDDEN)
  const space = messaging.hold(found.space)
  const member = space.members.get(found.member.personUuid) ?? found.member
  member.isModerator = isModerator
  unlockWithoutModerator(space)
  if (isRoomHidden !== undefined && isDirect) member.isHidden = isRoomHidden
  tellMembership(messaging, 'updated', caller, space, member)
  return { space, member }
}

/** @throws Refusal 400, 403 */
export function removeMember(messaging: Messaging, caller: Person, { space, member }: Membership): void {
  if (space.type === 'direct') throw new Refusal(400, 'Nobody can leave a direct space.')
  const isSelf = member.personUuid === caller.uuid
  if (!isSelf && !mayManage(space, caller.uuid)) throw new Refusal(403, FORBIDDEN)
  if (isLastModeratorOfGeneral(messaging, space, member)) {
    throw new Refusal(400, 'The last moderator of a team cannot leave its general space.')
  }
  leaveSpace(messaging, caller, space, member.personUuid)
}

function isLastModeratorOfGeneral({ teams }: Messaging, { uuid }: Space, { personUuid }: Member): boolean {
  const moderators = [...(teams.find(uuid)?.members.values() ?? [])].filter(({ isModerator }) => isModerator)
  return moderators.length === 1 && moderators[0]?.personUuid === personUuid
}
