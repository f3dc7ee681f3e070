import { GrantkeeperError } from '../errors/index.ts'

/** What is undefined is left out; several values are joined by commas. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/**
 * The address of a call below the API's base; what a path holds cannot lead out of it.
 * @throws WX-REQUEST-INVALID
 */
export function buildUrl(apiUrl: string, path: string, query: Query = {}): URL {
  const url = path.startsWith('/') && URL.canParse(apiUrl + path) ? new URL(apiUrl + path) : undefined
  if (!url?.href.startsWith(`${apiUrl}/`)) {
    throw new GrantkeeperError('WX-REQUEST-INVALID', {
      detail: 'The path of an API call begins with / and stays below the base.',
    })
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return url
}

/**
 * The path of one item. What no id can be is refused unsent: an empty one would be the list, a dotted one its parent.
 * @throws WX-API-NOT-FOUND
 */
export function pathOf(list: string, id: string): string {
  if (!/^[\x21-\x7e]{1,1024}$/.test(id) || /^\.+$/.test(id)) throw new GrantkeeperError('WX-API-NOT-FOUND')
  return `${list}/${encodeURIComponent(id)}`
}

/**
 * The address of the next page. It must be the same list on the same origin: a token never follows a link elsewhere.
 * @throws WX-API-LINK
 * @see WEBEX.md §8 "Pagination"
 */
export function readNextUrl(link: string, current: URL, trackingId?: string): URL {
  const next = URL.canParse(link, current.href) ? new URL(link, current) : undefined
  const sameList = next && next.origin === current.origin && next.pathname === current.pathname
  if (!sameList || next.username !== '' || next.password !== '') {
    const detail = 'It leads to another place than the list it continues.'
    throw new GrantkeeperError('WX-API-LINK', { detail, trackingId })
  }
  if (next.searchParams.get('max') === 'null') repairMax(next, current)
  keepFilters(next, current)
  return next
}

/** Webex is known to write `max=null` into links; the size of the page before is what it meant. */
function repairMax(next: URL, current: URL): void {
  const max = current.searchParams.get('max')
  if (max === null) next.searchParams.delete('max')
  else next.searchParams.set('max', max)
}

/** By these a link says which page it means: brought back from the page before, they would lead round in a circle. */
const PAGING = new Set(['max', 'cursor', 'before', 'beforeMessage', 'after'])

/** Webex is known to lose filters from links, and the rest of the list would be another one. */
function keepFilters(next: URL, current: URL): void {
  for (const [name, value] of current.searchParams) {
    if (!PAGING.has(name) && !next.searchParams.has(name)) next.searchParams.set(name, value)
  }
}
