import type { People } from '../people.ts'
import { colleagueUuid, readColleagueNumber } from './colleagues.ts'
import { isMadeDirect, makeSpace, type Owner, readMadeUuid } from './made-spaces.ts'
import type { OwnerFinder } from './owner-finder.ts'
import { Refusal } from './refusal.ts'
import type { Member, Space } from './space.ts'

/**
 * All spaces. A made-up space exists from the start and is made whenever somebody looks at it; only when something in it
 * changes is it held from then on.
 */
export interface SpaceStore {
  find(uuid: string): Space | undefined
  /** Holds a space that is not held yet, so that changes to it stay. @throws Refusal when too many are held */
  hold(space: Space): void
  findHeld(uuid: string): Space | undefined
  remove(space: Space): void
  join(space: Space, member: Member): void
  leave(space: Space, personUuid: string): void
  findDirect(one: string, other: string): Space | undefined
  heldOf(personUuid: string): Space[]
  held(): Iterable<Space>
  /** Whether the made-up space at this position is still as it was made. */
  isUntouched(owner: Owner, index: number): boolean
  /** Positions of the owner's made-up spaces that are held or removed. */
  touchedOf(owner: Owner): ReadonlySet<number>
  save(): SavedSpaces
  restore(saved: SavedSpaces): void
}

export interface SavedSpaces {
  held: (Omit<Space, 'members'> & { members: Member[] })[]
  /** Position of each made-up space that is held or removed, by owner. */
  touched: [ownerUuid: string, indexes: number[]][]
}

interface Shelves {
  people: Pick<People, 'findByUuid'>
  held: Map<string, Space>
  byPerson: Map<string, Set<Space>>
  directs: Map<string, Space>
  touched: Map<string, Set<number>>
  owners: OwnerFinder
}

const MOST = 50_000
const NOTHING: ReadonlySet<number> = new Set()

export function createSpaceStore(people: Shelves['people'], owners: OwnerFinder): SpaceStore {
  const shelves: Shelves = {
    people,
    held: new Map(),
    byPerson: new Map(),
    directs: new Map(),
    touched: new Map(),
    owners,
  }
  const isUntouched = ({ uuid }: Owner, index: number) => !shelves.touched.get(uuid)?.has(index)
  return {
    find: (uuid) => shelves.held.get(uuid) ?? makeUntouched(shelves, uuid),
    hold: (space) => hold(shelves, space),
    findHeld: (uuid) => shelves.held.get(uuid),
    remove: (space) => remove(shelves, space),
    join(space, member) {
      space.members.set(member.personUuid, member)
      note(shelves, space, member.personUuid)
    },
    leave(space, personUuid) {
      space.members.delete(personUuid)
      shelves.byPerson.get(personUuid)?.delete(space)
    },
    findDirect: (one, other) => shelves.directs.get(pairOf(one, other)) ?? makeDirect(shelves, one, other),
    heldOf: (personUuid) => [...(shelves.byPerson.get(personUuid) ?? [])],
    held: () => shelves.held.values(),
    isUntouched,
    touchedOf: ({ uuid }) => shelves.touched.get(uuid) ?? NOTHING,
    save: () => ({
      held: [...shelves.held.values()].map((space) => ({ ...space, members: [...space.members.values()] })),
      touched: [...shelves.touched].map(([owner, indexes]) => [owner, [...indexes]]),
    }),
    restore(saved) {
      for (const shelf of [shelves.held, shelves.byPerson, shelves.directs, shelves.touched]) shelf.clear()
      for (const [owner, indexes] of saved.touched) shelves.touched.set(owner, new Set(indexes))
      for (const { members, ...space } of saved.held) {
        put(shelves, { ...space, members: new Map(members.map((member) => [member.personUuid, member])) })
      }
    },
  }
}

function makeUntouched(shelves: Shelves, uuid: string): Space | undefined {
  const owner = shelves.owners.find(uuid)
  const place = owner && readMadeUuid(owner, uuid)
  if (!place || !('index' in place) || place.message !== undefined) return undefined
  return shelves.touched.get(owner.uuid)?.has(place.index) ? undefined : makeSpace(owner, place.index)
}

function hold(shelves: Shelves, space: Space): void {
  if (shelves.held.size >= MOST) throw new Refusal(409, `The emulator holds ${MOST} changed spaces already.`)
  touch(shelves, space)
  put(shelves, space)
}

function put(shelves: Shelves, space: Space): void {
  shelves.held.set(space.uuid, space)
  const people = [...space.members.keys()]
  for (const personUuid of people) note(shelves, space, personUuid)
  if (space.type === 'direct') shelves.directs.set(pairOf(people[0] ?? '', people[1] ?? ''), space)
}

function note({ byPerson }: Shelves, space: Space, personUuid: string): void {
  const known = byPerson.get(personUuid) ?? new Set()
  byPerson.set(personUuid, known.add(space))
}

/** A made-up space must not be made again once it is held or removed. */
function touch(shelves: Shelves, { uuid }: Space): void {
  const owner = shelves.owners.find(uuid)
  const place = owner && readMadeUuid(owner, uuid)
  if (!place || !('index' in place)) return
  const known = shelves.touched.get(owner.uuid) ?? new Set()
  shelves.touched.set(owner.uuid, known.add(place.index))
}

function remove(shelves: Shelves, space: Space): void {
  touch(shelves, space)
  shelves.held.delete(space.uuid)
  const people = [...space.members.keys()]
  for (const personUuid of people) shelves.byPerson.get(personUuid)?.delete(space)
  if (space.type === 'direct') shelves.directs.delete(pairOf(people[0] ?? '', people[1] ?? ''))
}

/** The made-up direct space of somebody and a colleague. */
function makeDirect(shelves: Shelves, one: string, other: string): Space | undefined {
  const [colleague, person] = readColleagueNumber(one) === undefined ? [other, one] : [one, other]
  const number = readColleagueNumber(colleague)
  const owner = shelves.people.findByUuid(person)
  if (number === undefined || !owner) return undefined
  const index = number * 9 + 4
  const isThere = index < owner.spaces && isMadeDirect(index) && colleagueUuid(number) === colleague
  return isThere && !shelves.touched.get(owner.uuid)?.has(index) ? makeSpace(owner, index) : undefined
}

function pairOf(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`
}
