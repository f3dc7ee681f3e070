import { drawUuid } from '../identifiers.ts'
import { FORBIDDEN } from '../server/answers.ts'
import type { Person } from './colleagues.ts'
import type { Messaging } from './messaging.ts'
import { Refusal } from './refusal.ts'
import { hasModerator, type Member, mayManage, type Space } from './space.ts'
import { tellMembership, tellRoom } from './tell.ts'

/** What somebody may say about a space; what is undefined stays as it is. */
export interface SpaceDetails {
  title: string
  teamUuid?: string | undefined
  isLocked?: boolean | undefined
  isAnnouncementOnly?: boolean | undefined
  isPublic?: boolean | undefined
  description?: string | undefined
  classificationId?: string | undefined
}

const NOT_FOUND = 'Could not find a room with provided ID.'
const LOCK_FIRST = 'A space can only be put into announcement mode when it is locked.'

/** A space the caller is in. @throws Refusal 404 */
export function findOwnSpace({ spaces }: Messaging, caller: Person, uuid: string): Space {
  const space = spaces.find(uuid)
  if (!space?.members.has(caller.uuid)) throw new Refusal(404, NOT_FOUND)
  return space
}

/** A space the caller is in or could join. @throws Refusal 404 */
export function findOpenSpace(messaging: Messaging, caller: Person, uuid: string): Space {
  const space = messaging.spaces.find(uuid)
  return space?.madePublicAt === undefined ? findOwnSpace(messaging, caller, uuid) : space
}

/** Makes a space with the caller in it, moderator of a locked one. Its uuid is drawn unless given. @throws Refusal */
export function createSpace(messaging: Messaging, caller: Person, details: SpaceDetails, uuid?: string): Space {
  const { isLocked = false, isAnnouncementOnly = false, isPublic = false, description } = details
  if (isAnnouncementOnly && !isLocked) throw new Refusal(400, LOCK_FIRST)
  if (isPublic && !description?.trim()) throw new Refusal(400, 'A public space needs a description.')
  checkTeam(messaging, caller, details.teamUuid)
  const now = messaging.context.clock.now()
  const space = messaging.hold({
    ...makeEmpty(messaging, caller, now),
    ...(uuid && { uuid }),
    title: details.title,
    isLocked,
    isAnnouncementOnly,
    madePublicAt: isPublic ? now : undefined,
    description: description?.trim() || undefined,
    classificationId: details.classificationId,
    teamUuid: details.teamUuid,
  })
  admit(messaging, space, [{ personUuid: caller.uuid, isModerator: isLocked, joinedAt: now }])
  announce(messaging, caller, space)
  return space
}

/** Makes the direct space of two people. */
export function createDirectSpace(messaging: Messaging, caller: Person, other: Person): Space {
  const now = messaging.context.clock.now()
  const members = [caller.uuid, other.uuid].map((personUuid) => ({ personUuid, isModerator: false, joinedAt: now }))
  const space = messaging.hold({
    ...makeEmpty(messaging, caller, now),
    type: 'direct',
    members: new Map(members.map((member) => [member.personUuid, member])),
  })
  announce(messaging, caller, space)
  return space
}

function makeEmpty({ context }: Messaging, creator: Person, now: number): Space {
  return {
    uuid: drawUuid(context.environment),
    title: '',
    type: 'group',
    isLocked: false,
    isAnnouncementOnly: false,
    creatorUuid: creator.uuid,
    createdAt: now,
    lastActivityAt: now,
    members: new Map(),
    messages: [],
    posted: 0,
  }
}

function admit({ spaces }: Messaging, space: Space, members: Member[]): void {
  for (const member of members) spaces.join(space, member)
}

function announce(messaging: Messaging, actor: Person, space: Space): void {
  tellRoom(messaging, 'created', actor, space)
  for (const member of space.members.values()) tellMembership(messaging, 'created', actor, space, member)
}

/** @throws Refusal */
export function updateSpace(messaging: Messaging, caller: Person, found: Space, details: SpaceDetails): Space {
  if (found.type === 'direct') throw new Refusal(400, 'A direct space cannot be changed.')
  if (!mayManage(found, caller.uuid)) throw new Refusal(403, FORBIDDEN)
  const { isLocked = found.isLocked, isAnnouncementOnly = found.isAnnouncementOnly, isPublic } = details
  if (isAnnouncementOnly && !isLocked) throw new Refusal(400, LOCK_FIRST)
  // Only a compliance officer opens a space to everybody.
  if (isPublic && found.madePublicAt === undefined) throw new Refusal(403, FORBIDDEN)
  if (details.teamUuid !== found.teamUuid) {
    checkTeam(messaging, caller, details.teamUuid)
    checkModerators(messaging, found, details.teamUuid)
  }
  const space = messaging.hold(found)
  const { title, teamUuid = space.teamUuid, description = space.description, classificationId } = details
  Object.assign(space, { title, isLocked, isAnnouncementOnly, teamUuid })
  space.description = description?.trim() || undefined
  space.classificationId = classificationId ?? space.classificationId
  if (isPublic === false) space.madePublicAt = undefined
  const member = space.members.get(caller.uuid)
  if (isLocked && member && !hasModerator(space)) member.isModerator = true
  tellRoom(messaging, 'updated', caller, space)
  return space
}

/** Deletes the space; somebody who does not manage it leaves it instead, as does who did not make it. @throws Refusal */
export function deleteSpace(messaging: Messaging, caller: Person, found: Space): void {
  if (found.type === 'direct') throw new Refusal(400, 'A direct space cannot be deleted.')
  if (messaging.teams.find(found.uuid)) throw new Refusal(400, 'The general space of a team goes with the team.')
  const mayDelete = found.isLocked ? mayManage(found, caller.uuid) : found.creatorUuid === caller.uuid
  if (mayDelete) dropSpace(messaging, caller, found)
  else leaveSpace(messaging, caller, found, caller.uuid)
}

export function dropSpace(messaging: Messaging, actor: Person, space: Space): void {
  messaging.remove(space)
  tellRoom(messaging, 'deleted', actor, space)
}

/** A space that loses its last moderator is unlocked, so that nobody is stuck in it. */
export function unlockWithoutModerator(space: Space): void {
  if (!hasModerator(space)) Object.assign(space, { isLocked: false, isAnnouncementOnly: false })
}

/** Takes somebody out; a space without people is gone. */
export function leaveSpace(messaging: Messaging, actor: Person, found: Space, personUuid: string): void {
  const space = messaging.hold(found)
  const member = space.members.get(personUuid)
  if (!member) return
  messaging.spaces.leave(space, personUuid)
  if (space.members.size === 0) messaging.remove(space)
  else unlockWithoutModerator(space)
  tellMembership(messaging, 'deleted', actor, space, member)
}

function checkTeam({ teams }: Messaging, caller: Person, teamUuid: string | undefined): void {
  if (teamUuid === undefined || teams.find(teamUuid)?.members.has(caller.uuid)) return
  throw new Refusal(404, 'Could not find a team with provided ID.')
}

/** All moderators of a space that moves to a team must be in the team. */
function checkModerators({ teams }: Messaging, { members }: Space, teamUuid: string | undefined): void {
  const team = teamUuid === undefined ? undefined : teams.find(teamUuid)
  const strangers = [...members.values()].filter(
    ({ isModerator, personUuid }) => isModerator && team && !team.members.has(personUuid),
  )
  if (strangers.length > 0) throw new Refusal(400, 'Every moderator of the space must be in the team.')
}
