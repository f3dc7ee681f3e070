import type { User } from '../people.ts'
import { isMadeDirect, madeTeamNumber, madeTeamUuid, makeSpace } from './made-spaces.ts'
import { teamNames } from './made-words.ts'
import type { Space } from './space.ts'
import { type Order, orders, type SortBy } from './space-order.ts'
import type { SpaceStore } from './space-store.ts'

export interface SpaceQuery {
  sortBy: SortBy
  type?: 'direct' | 'group' | undefined
  teamUuid?: string | undefined
  /** Only spaces that are public since a time in this span. */
  madePublic?: { after: number; before: number } | undefined
  /** How many to leave out. */
  start: number
  max: number
}

export interface SpacePage {
  spaces: Space[]
  /** Where the next page begins; undefined on the last one. */
  next: number | undefined
}

/** One page of somebody's spaces. Of the made-up ones only those on the page are made. */
export function listSpaces(store: SpaceStore, user: User, query: SpaceQuery): SpacePage {
  const { start, max } = query
  const order = orders[query.sortBy]
  const held = listHeld(store, user, query, order)
  const made = listUntouched(store, user, query, order)
  const places = placeHeld(held, made, user, order)
  const end = Math.min(start + max, held.length + made.length)
  const spaces: Space[] = []
  let next = places.filter((place) => place < start).length
  for (let place = start; place < end; place++) {
    const heldHere = places[next] === place ? held[next++] : undefined
    spaces.push(heldHere ?? makeSpace(user, made[place - next] ?? 0))
  }
  return { spaces, next: end < held.length + made.length ? end : undefined }
}

/** All public spaces of the organisation, the latest first. */
export function listPublicSpaces(store: SpaceStore, { madePublic, start, max }: SpaceQuery): SpacePage {
  const matching = [...store.held()]
    .filter((space) => isMadePublic(space, madePublic ?? { after: 0, before: Number.POSITIVE_INFINITY }))
    .sort((a, b) => (b.madePublicAt ?? 0) - (a.madePublicAt ?? 0))
  const end = start + max
  return { spaces: matching.slice(start, end), next: end < matching.length ? end : undefined }
}

/** Where in the whole list each held space is; both lists are sorted already. */
function placeHeld(held: Space[], made: Uint32Array, user: User, { keyOf, keyOfMade }: Order): number[] {
  return held.map((space, ahead) => {
    const key = keyOf(space)
    let [low, high] = [0, made.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (keyOfMade(user, made[middle] ?? 0) < key) low = middle + 1
      else high = middle
    }
    return ahead + low
  })
}

function listHeld(store: SpaceStore, user: User, query: SpaceQuery, { keyOf }: Order): Space[] {
  const { type, teamUuid, madePublic } = query
  return store
    .heldOf(user.uuid)
    .filter((space) => type === undefined || space.type === type)
    .filter((space) => teamUuid === undefined || space.teamUuid === teamUuid)
    .filter((space) => madePublic === undefined || isMadePublic(space, madePublic))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

/** Positions of the made-up spaces nobody has changed. Without a filter or a change it is the order itself. */
function listUntouched(store: SpaceStore, user: User, query: SpaceQuery, order: Order): Uint32Array {
  const { type, teamUuid, madePublic } = query
  if (madePublic) return new Uint32Array()
  const all = order.sortMade(user.spaces)
  const touched = store.touchedOf(user)
  if (type === undefined && teamUuid === undefined && touched.size === 0) return all
  const team = teamNames.findIndex((_, number) => madeTeamUuid(user, number) === teamUuid)
  return all.filter((index) => {
    if (type !== undefined && isMadeDirect(index) !== (type === 'direct')) return false
    if (teamUuid !== undefined && madeTeamNumber(index) !== team) return false
    return !touched.has(index)
  })
}

function isMadePublic({ madePublicAt }: Space, { after, before }: { after: number; before: number }): boolean {
  return madePublicAt !== undefined && madePublicAt > after && madePublicAt < before
}
