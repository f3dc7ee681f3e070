/** Times of the refresh, all in milliseconds. They hang together; {@link refreshLimits} keeps them in order. */
export interface RefreshLimits {
  /**
   * After a lost answer only `keep` asks again at once: the first request may still rotate the token. What a dead process
   * asked for is asked again at once also with `grace`, and waited for with `unknown` and `strict`.
   */
  rotation: 'unknown' | 'keep' | 'grace' | 'strict'
  /** Longest wait for the token endpoint's answer. */
  deadlineMs: number
  /** How long one attempt owns the right to refresh; always covers the deadline with a margin. */
  leaseMs: number
  /** By when the token endpoint must have finished with a request whose answer never came. */
  settleMs: number
  /** How long a caller with an expired token waits for a refresh that another process runs: past its lease, if it died. */
  waitMs: number
}

/**
 * Gives the limits for one deadline. Default 30 s: lease and settle 45 s, wait 50 s. To settle takes no longer than a lease
 * stands, so that the next try comes while a provider that leaves the old refresh token alive for a minute still takes it.
 */
export function refreshLimits(rotation: RefreshLimits['rotation'] = 'unknown', deadlineMs = 30_000): RefreshLimits {
  const leaseMs = deadlineMs * 1.5
  return { rotation, deadlineMs, leaseMs, settleMs: leaseMs, waitMs: leaseMs + 5000 }
}

/** A token with less life left than this is not handed out: 30 s, or a tenth of a short life. */
export function safetyMarginMs(lifeMs: number): number {
  return Math.min(30_000, lifeMs / 10)
}

/** No pause is ever longer: back-off ends at 5 min, and a wait that Webex asks for counts up to an hour. */
const LONGEST_PAUSE_MS = 3_900_000

/**
 * How long until a failing grant may be tried again, in milliseconds; 0 when it may be now. An instant further away than any
 * pause was written by a clock that was wrong, and is not waited for.
 */
export function untilNextTryMs(nextTryAt: number | null, now: number): number {
  const ms = (nextTryAt ?? 0) - now
  return ms > 0 && ms <= LONGEST_PAUSE_MS ? ms : 0
}

/** Back-off before try number `failures + 1`: 1 s doubling to 5 min, of which a random half to whole. */
export function backOffMs(failures: number, chance: number): number {
  return Math.min(1000 * 2 ** Math.max(0, failures - 1), 300_000) * (0.5 + chance / 2)
}
