import type { Room } from '../../index.ts'
import type { SpacesFilter } from './filter.ts'

export interface SpacesPart {
  rooms: readonly Room[]
  /** How many match. */
  total: number
  /** The page shown: one beyond the end is the last. */
  page: number
  pages: number
  /** Number of the first one shown, from 1; 0 when there is none. */
  first: number
}

/** The spaces of one page. What has to be worked out for a list is worked out once, however often it is looked at. */
export function chooseRooms(rooms: readonly Room[], filter: SpacesFilter): SpacesPart {
  const sorted = sortOnce(rooms, filter.sort)
  const isWanted = createMatcher(filter)
  const matching = isWanted ? sorted.filter(isWanted) : sorted
  const pages = Math.max(1, Math.ceil(matching.length / filter.size))
  const page = Math.min(filter.page, pages)
  const start = (page - 1) * filter.size
  const shown = matching.slice(start, start + filter.size)
  return { rooms: shown, total: matching.length, page, pages, first: shown.length > 0 ? start + 1 : 0 }
}

type Choice = Pick<SpacesFilter, 'q' | 'type' | 'team'>

/** Tells which spaces a filter lets through; undefined where it is all of them. */
export function createMatcher({ q, type, team }: Choice): ((room: Room) => boolean) | undefined {
  if (!q && type === 'all' && !team) return undefined
  const sought = foldText(q)
  return (room) =>
    (type === 'all' || room.type === type) && isOfTeam(room, team) && (!sought || foldTitle(room).includes(sought))
}

function isOfTeam({ teamId }: Room, team: string): boolean {
  if (team === 'any') return teamId !== undefined
  if (team === 'none') return teamId === undefined
  return team === '' || teamId === team
}

const folded = new WeakMap<Room, string>()

function foldTitle(room: Room): string {
  const known = folded.get(room)
  if (known !== undefined) return known
  const text = foldText(room.title ?? '')
  folded.set(room, text)
  return text
}

/** Without case and accents: "uber" finds "Über". */
function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
/** Enough to tell titles apart; comparing 10,000 characters of each would not be cheap. */
const COMPARED = 200

const sorted = new WeakMap<readonly Room[], Map<SpacesFilter['sort'], readonly Room[]>>()

function sortOnce(rooms: readonly Room[], sort: SpacesFilter['sort']): readonly Room[] {
  const known = sorted.get(rooms) ?? new Map<SpacesFilter['sort'], readonly Room[]>()
  sorted.set(rooms, known)
  const inOrder = known.get(sort) ?? sortRooms(rooms, sort)
  known.set(sort, inOrder)
  return inOrder
}

function sortRooms(rooms: readonly Room[], sort: SpacesFilter['sort']): readonly Room[] {
  if (sort === 'title') return [...rooms].sort((a, b) => collator.compare(titleKey(a), titleKey(b)))
  const key = sort === 'created' ? 'created' : 'lastActivity'
  return [...rooms].sort((a, b) => compareTexts(b[key] ?? '', a[key] ?? ''))
}

function titleKey({ title = '' }: Room): string {
  return title.slice(0, COMPARED)
}

/** Instants as Webex writes them sort as texts. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
