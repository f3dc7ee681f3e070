/** What of the list is shown, as the address says it. */
export interface SpacesFilter {
  q: string
  type: 'all' | 'group' | 'direct'
  /** Empty: all. `any`: those of a team. `none`: those of no team. Else the id of one. */
  team: string
  sort: 'lastactivity' | 'created' | 'title'
  /** Spaces a page. */
  size: number
  /** From 1. */
  page: number
}

export const PAGE_SIZES: readonly number[] = [25, 50, 100, 200]
const USUAL_SIZE = 100
const LONGEST_SEARCH = 200

/** Reads the address; what it cannot mean becomes the default. */
export function readFilter(query: URLSearchParams): SpacesFilter {
  const type = query.get('type')
  const team = query.get('team') ?? ''
  const sort = query.get('sort')
  const size = Number(query.get('size'))
  return {
    q: readSearch(query.get('q') ?? ''),
    type: type === 'group' || type === 'direct' ? type : 'all',
    team: isTeamId(team) ? team : '',
    sort: sort === 'created' || sort === 'title' ? sort : 'lastactivity',
    size: PAGE_SIZES.includes(size) ? size : USUAL_SIZE,
    page: readPageNumber(query.get('page')),
  }
}

/** Nobody types characters that steer a terminal; they come with what was pasted, and would find nothing. */
function readSearch(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_SEARCH)
    .trim()
}

/** Whether a filter can name a team so. */
export function isTeamId(text: string): boolean {
  return /^[\w+/=-]{1,256}$/.test(text)
}

/** The number of a page, from 1; 1 for what is none. */
export function readPageNumber(text: string | null): number {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1
}

/** Whether anything narrows the list. */
export function isNarrowed({ q, type, team }: SpacesFilter): boolean {
  return q !== '' || type !== 'all' || team !== ''
}

/** The address of a filter: only what differs from the default, always in the same order. */
export function spacesUrl(filter: SpacesFilter, extra?: { refresh: true }): string {
  const query = describeChoice(filter)
  if (filter.size !== USUAL_SIZE) query.set('size', String(filter.size))
  if (filter.page > 1) query.set('page', String(filter.page))
  if (extra) query.set('refresh', '1')
  return withQuery('/spaces', query)
}

/** Where the same spaces are downloaded, all pages of them. */
export function downloadUrl(filter: SpacesFilter, format: 'csv' | 'json'): string {
  return withQuery(`/spaces.${format}`, describeChoice(filter))
}

function describeChoice({ q, type, team, sort }: SpacesFilter): URLSearchParams {
  const query = new URLSearchParams()
  if (q) query.set('q', q)
  if (type !== 'all') query.set('type', type)
  if (team) query.set('team', team)
  if (sort !== 'lastactivity') query.set('sort', sort)
  return query
}

/** A path with its query, if there is one. */
export function withQuery(path: string, query: URLSearchParams): string {
  return query.size > 0 ? `${path}?${query}` : path
}
