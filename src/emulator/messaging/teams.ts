import { drawUuid } from '../identifiers.ts'
import { FORBIDDEN } from '../server/answers.ts'
import type { Person } from './colleagues.ts'
import { madeTeamNumber, madeTeamUuid, makeSpace, type Owner } from './made-spaces.ts'
import type { Messaging } from './messaging.ts'
import { Refusal } from './refusal.ts'
import { createSpace, dropSpace, leaveSpace } from './rooms.ts'
import type { Member, Space } from './space.ts'
import type { Team } from './team-store.ts'
import { tellMembership } from './tell.ts'

export interface TeamMembership {
  team: Team
  member: Member
}

const MOST_MEMBERS = 1000

/** A team the caller is in. @throws Refusal 404 */
export function findOwnTeam({ teams }: Messaging, caller: Person, uuid: string): Team {
  const team = teams.find(uuid)
  if (!team?.members.has(caller.uuid)) throw new Refusal(404, 'Could not find a team with provided ID.')
  return team
}

/** Makes a team with the caller as moderator, and its general space. @throws Refusal */
export function createTeam(messaging: Messaging, caller: Person, name: string, description?: string): Team {
  const now = messaging.context.clock.now()
  const member = { personUuid: caller.uuid, isModerator: true, joinedAt: now }
  const uuid = drawUuid(messaging.context.environment)
  const members = new Map([[caller.uuid, member]])
  const team = { uuid, name, description, createdAt: now, members, hasGeneral: true }
  messaging.teams.hold(team)
  createSpace(messaging, caller, { title: name, teamUuid: uuid, isLocked: true }, uuid)
  return team
}

/** @throws Refusal 403 */
export function updateTeam(messaging: Messaging, caller: Person, team: Team, name: string, description?: string): Team {
  checkModerator(team, caller)
  messaging.teams.hold(team)
  team.name = name
  team.description = description ?? team.description
  return team
}

/** Deletes the team with all its spaces. @throws Refusal 403 */
export function deleteTeam(messaging: Messaging, caller: Person, team: Team): void {
  checkModerator(team, caller)
  const spaces = [...messaging.spaces.held()].filter(({ teamUuid }) => teamUuid === team.uuid)
  messaging.teams.remove(team)
  for (const space of [...spaces, ...listUntouched(messaging, team)]) dropSpace(messaging, caller, space)
}

/** The made-up spaces of a made-up team. */
function listUntouched({ context, spaces }: Messaging, { uuid, members }: Team): Space[] {
  const isOf = (owner: Owner) => [0, 1, 2].findIndex((number) => madeTeamUuid(owner, number) === uuid)
  const owners = [...members.keys()].flatMap((personUuid) => context.people.findByUuid(personUuid) ?? [])
  return owners.flatMap((owner) => {
    const number = isOf(owner)
    const indexes = number < 0 ? [] : Array.from({ length: owner.spaces }, (_, index) => index)
    return indexes
      .filter((index) => madeTeamNumber(index) === number && spaces.isUntouched(owner, index))
      .map((index) => makeSpace(owner, index))
  })
}

/** @throws Refusal 404 */
export function findTeamMembership(messaging: Messaging, caller: Person, ids: [string, string]): TeamMembership {
  const [personUuid, teamUuid] = ids
  const team = messaging.teams.find(teamUuid)
  const member = team?.members.get(personUuid)
  if (!team?.members.has(caller.uuid) || !member) throw new Refusal(404, 'Failed to get team membership')
  return { team, member }
}

/** Adds somebody to the team and to its general space. @throws Refusal 403, 409 */
export function addTeamMember(
  messaging: Messaging,
  caller: Person,
  team: Team,
  { person, isModerator }: { person: Person; isModerator: boolean },
): TeamMembership {
  checkModerator(team, caller)
  if (team.members.has(person.uuid)) throw new Refusal(409, 'Person is already in the team.')
  if (team.members.size >= MOST_MEMBERS) throw new Refusal(409, `The emulator takes ${MOST_MEMBERS} people in a team.`)
  messaging.teams.hold(team)
  const member = { personUuid: person.uuid, isModerator, joinedAt: messaging.context.clock.now() }
  team.members.set(person.uuid, member)
  const general = findGeneral(messaging, team)
  if (general && !general.members.has(person.uuid)) {
    messaging.spaces.join(general, { ...member })
    tellMembership(messaging, 'created', caller, general, member)
  }
  return { team, member }
}

/** @throws Refusal 400, 403 */
export function changeTeamMember(messaging: Messaging, caller: Person, found: TeamMembership, isModerator: boolean) {
  const { team, member } = found
  checkModerator(team, caller)
  if (!isModerator) checkNotLast(found)
  messaging.teams.hold(team)
  member.isModerator = isModerator
  const general = findGeneral(messaging, team)
  const inGeneral = general?.members.get(member.personUuid)
  if (general && inGeneral) {
    inGeneral.isModerator = isModerator
    tellMembership(messaging, 'updated', caller, general, inGeneral)
  }
  return found
}

/** Takes somebody out of the team and its general space. @throws Refusal 400, 403 */
export function removeTeamMember(messaging: Messaging, caller: Person, found: TeamMembership): void {
  const { team, member } = found
  if (member.personUuid !== caller.uuid) checkModerator(team, caller)
  checkNotLast(found)
  messaging.teams.hold(team)
  team.members.delete(member.personUuid)
  const general = findGeneral(messaging, team)
  if (general?.members.has(member.personUuid)) leaveSpace(messaging, caller, general, member.personUuid)
}

function findGeneral({ spaces }: Messaging, { uuid, hasGeneral }: Team): Space | undefined {
  return hasGeneral ? spaces.find(uuid) : undefined
}

function checkModerator({ members }: Team, { uuid }: Person): void {
  if (!members.get(uuid)?.isModerator) throw new Refusal(403, FORBIDDEN)
}

function checkNotLast({ team, member }: TeamMembership): void {
  const moderators = [...team.members.values()].filter(({ isModerator }) => isModerator)
  if (moderators.length === 1 && moderators[0] === member) {
    throw new Refusal(400, 'The last moderator of a team cannot be taken away; make somebody else moderator first.')
  }
}
