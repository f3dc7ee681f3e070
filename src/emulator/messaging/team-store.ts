import type { People } from '../people.ts'
import { colleagueUuid } from './colleagues.ts'
import { madeCreatedAt, madeTeamUuid, type Owner, readMadeUuid } from './made-spaces.ts'
import { names, teamNames } from './made-words.ts'
import type { OwnerFinder } from './owner-finder.ts'
import { Refusal } from './refusal.ts'
import type { Member } from './space.ts'

export interface Team {
  uuid: string
  name: string
  description?: string | undefined
  createdAt: number
  /** By uuid of the person. */
  members: Map<string, Member>
  /** Whether it has a space for all of the team, which has the uuid of the team. */
  hasGeneral: boolean
}

/** All teams; like spaces, those that are made up are held only once something in them changes. */
export interface TeamStore {
  find(uuid: string): Team | undefined
  /** @throws Refusal when too many are held */
  hold(team: Team): void
  remove(team: Team): void
  /** The oldest first. */
  listOf(owner: Owner): Team[]
  save(): SavedTeams
  restore(saved: SavedTeams): void
}

export interface SavedTeams {
  held: (Omit<Team, 'members'> & { members: Member[] })[]
  gone: string[]
}

const MOST = 10_000
const BEFORE_SPACES_MS = 30 * 24 * 3_600_000

export function createTeamStore(people: Pick<People, 'findByUuid'>, owners: OwnerFinder): TeamStore {
  const held = new Map<string, Team>()
  const gone = new Set<string>()
  const find = (uuid: string) => held.get(uuid) ?? (gone.has(uuid) ? undefined : makeTeamOf(owners, uuid))
  return {
    find,
    hold(team) {
      if (!held.has(team.uuid) && held.size >= MOST) throw new Refusal(409, `The emulator holds ${MOST} teams already.`)
      held.set(team.uuid, team)
    },
    remove({ uuid }) {
      held.delete(uuid)
      gone.add(uuid)
    },
    listOf(owner) {
      const user = people.findByUuid(owner.uuid)
      const made = teamNames.map((_, number) => madeTeamUuid(owner, number)).filter((uuid) => !held.has(uuid))
      const teams = user ? made.flatMap((uuid) => find(uuid) ?? []) : []
      const joined = [...held.values()].filter(({ members }) => members.has(owner.uuid))
      return [...teams, ...joined].sort((a, b) => a.createdAt - b.createdAt)
    },
    save: () => ({
      held: [...held.values()].map((team) => ({ ...team, members: [...team.members.values()] })),
      gone: [...gone],
    }),
    restore(saved) {
      held.clear()
      gone.clear()
      for (const uuid of saved.gone) gone.add(uuid)
      for (const { members, ...team } of saved.held) {
        held.set(team.uuid, { ...team, members: new Map(members.map((member) => [member.personUuid, member])) })
      }
    },
  }
}

function makeTeamOf(owners: OwnerFinder, uuid: string): Team | undefined {
  const owner = owners.find(uuid)
  const place = owner && readMadeUuid(owner, uuid)
  return place && 'team' in place ? makeTeam(owner, place.team) : undefined
}

/** A made-up team is there as soon as one of the owner's made-up spaces belongs to it. */
function makeTeam(owner: Owner, number: number): Team | undefined {
  const firstSpace = [9, 1, 5][number] ?? 0
  const name = teamNames[number]
  if (name === undefined || owner.spaces <= firstSpace) return undefined
  const createdAt = madeCreatedAt(0) - (teamNames.length - number + 12) * BEFORE_SPACES_MS
  const colleagues = names.map((_, place) => colleagueUuid(place)).slice(number, number + 4)
  const members = [owner.uuid, ...colleagues].map((personUuid): [string, Member] => [
    personUuid,
    { personUuid, isModerator: personUuid === owner.uuid, joinedAt: createdAt },
  ])
  return { uuid: madeTeamUuid(owner, number), name, createdAt, members: new Map(members), hasGeneral: false }
}
