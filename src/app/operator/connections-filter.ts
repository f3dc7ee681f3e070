import type { GrantSearch, GrantStatus } from '../../index.ts'

export const STATUSES = ['healthy', 'failing', 'reconnect'] as const satisfies readonly GrantStatus[]
export const PAGE_SIZES = [25, 50, 100] as const
const DEFAULT_SIZE = 25
const LONGEST = 200
export const DAY_MS = 86_400_000
export const SOON_MS = 7 * DAY_MS

/** Which connections the list shows; it stands in the address. */
export interface ConnectionsFilter {
  q: string
  /** Undefined: every state. */
  status: GrantStatus | undefined
  /** Empty: whatever was granted. */
  scope: string
  /** Only those whose refresh token ends within 7 days. */
  endsSoon: boolean
  limit: number
  /** Id of the last row of the page before. */
  after: string | undefined
}

/** Reads an address; what makes no sense in it counts as not said. */
export function readFilter(params: URLSearchParams): ConnectionsFilter {
  const textOf = (name: string) => readText(params.get(name) ?? '')
  return {
    q: textOf('q'),
    status: STATUSES.find((status) => status === params.get('status')),
    scope: textOf('scope'),
    endsSoon: params.get('ends') === '7d',
    limit: PAGE_SIZES.find((size) => String(size) === params.get('limit')) ?? DEFAULT_SIZE,
    after: textOf('after') || undefined,
  }
}

/** Without what no store can look for, and cut between two characters. */
function readText(text: string): string {
  return [...text.replace(/\p{Cc}/gu, '').trim()].slice(0, LONGEST).join('')
}

/** The address of the same list, changed so; what stands in it by itself is left out. */
export function connectionsUrl(filter: ConnectionsFilter, change: Partial<ConnectionsFilter> = {}): string {
  const { q, status, scope, endsSoon, limit, after } = { ...filter, ...change }
  const params = new URLSearchParams()
  if (q) params.set('q', q)
  if (status) params.set('status', status)
  if (scope) params.set('scope', scope)
  if (endsSoon) params.set('ends', '7d')
  if (limit !== DEFAULT_SIZE) params.set('limit', String(limit))
  if (after) params.set('after', after)
  return params.size === 0 ? '/connections' : `/connections?${params}`
}

/** What the store is asked for; the state apart, because the counts are of all states. */
export function searchOf({ q, scope, endsSoon }: ConnectionsFilter, now: number): GrantSearch {
  return {
    ...(q && { search: q }),
    ...(scope && { scope }),
    ...(endsSoon && { endsBefore: now + SOON_MS }),
  }
}

/** Whether it hides anything. */
export function isNarrowed({ q, status, scope, endsSoon }: ConnectionsFilter): boolean {
  return Boolean(q || status || scope || endsSoon)
}
