import type { Room } from '../../index.ts'

/** What of the list is shown, as the address says it. */
export interface SpacesFilter {
  q: string
  type: 'all' | 'group' | 'direct'
  sort: 'lastactivity' | 'created' | 'title'
  /** From 1. */
  page: number
}

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

export const ROOMS_A_PAGE = 100
const LONGEST_SEARCH = 200

/** Reads the address; what it cannot mean becomes the default. */
export function readFilter(query: URLSearchParams): SpacesFilter {
  const type = query.get('type')
  const sort = query.get('sort')
  const page = query.get('page') ?? ''
  return {
    q: (query.get('q') ?? '').trim().slice(0, LONGEST_SEARCH),
    type: type === 'group' || type === 'direct' ? type : 'all',
    sort: sort === 'created' || sort === 'title' ? sort : 'lastactivity',
    page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
  }
}

/** The address of a filter: only what differs from the default, always in the same order. */
export function spacesUrl(filter: SpacesFilter, extra?: { refresh: true }): string {
  const query = new URLSearchParams()
  if (filter.q) query.set('q', filter.q)
  if (filter.type !== 'all') query.set('type', filter.type)
  if (filter.sort !== 'lastactivity') query.set('sort', filter.sort)
  if (filter.page > 1) query.set('page', String(filter.page))
  if (extra) query.set('refresh', '1')
  return query.size > 0 ? `/spaces?${query}` : '/spaces'
}

export function selectRooms(rooms: readonly Room[], filter: SpacesFilter): SpacesPart {
  const matching = sortRooms(matchRooms(rooms, filter), filter.sort)
  const pages = Math.max(1, Math.ceil(matching.length / ROOMS_A_PAGE))
  const page = Math.min(filter.page, pages)
  const start = (page - 1) * ROOMS_A_PAGE
  const shown = matching.slice(start, start + ROOMS_A_PAGE)
  return { rooms: shown, total: matching.length, page, pages, first: shown.length > 0 ? start + 1 : 0 }
}

function matchRooms(rooms: readonly Room[], { q, type }: SpacesFilter): readonly Room[] {
  if (!q && type === 'all') return rooms
  const sought = foldText(q)
  return rooms.filter(
    (room) => (type === 'all' || room.type === type) && (!sought || foldText(room.title ?? '').includes(sought)),
  )
}

/** Without case and accents: "uber" finds "Über". */
function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

function sortRooms(rooms: readonly Room[], sort: SpacesFilter['sort']): readonly Room[] {
  if (sort === 'title') return [...rooms].sort((a, b) => collator.compare(a.title ?? '', b.title ?? ''))
  const key = sort === 'created' ? 'created' : 'lastActivity'
  return [...rooms].sort((a, b) => compareTexts(b[key] ?? '', a[key] ?? ''))
}

/** Instants as Webex writes them sort as texts. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
