import type { TokenSet } from '../oauth/tokens.ts'

const DAY_MS = 86_400_000
/** Webex renews a refresh token's life at most once a day, so looking more often is of no use. */
const SHORTEST_MS = DAY_MS
/** Where Webex names no end of the refresh token: as often as a week. */
const UNNAMED_LIFE_MS = 21 * DAY_MS

/** A refresh token with less life than this left is told of, well before its end. */
export const EXPIRING_MS = 21 * DAY_MS

/**
 * When an idle grant is to be renewed: after a third of what its refresh token has to live, at the earliest in a day.
 * `chance` (0 to 1) spreads grants that were connected together over a tenth of that time.
 * @see WEBEX.md §2 "Refresh"
 */
export function keepAliveAt(
  { refreshExpiresAt }: Pick<TokenSet, 'refreshExpiresAt'>,
  now: number,
  chance: number,
): number {
  const leftMs = refreshExpiresAt === undefined ? UNNAMED_LIFE_MS : refreshExpiresAt - now
  return Math.round(now + Math.max(SHORTEST_MS, (leftMs / 3) * (1 - chance / 10)))
}

/** The part of 1 that belongs to an id: the same for every process, and even over many ids. */
export function chanceOf(id: string): number {
  const part = Number.parseInt(id.slice(-4), 16) / 0xffff
  return Number.isNaN(part) ? 0.5 : part
}
