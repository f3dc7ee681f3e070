import type { Kept } from '../changes.ts'

export interface RateLimit {
  /** Key of the user it is for; null for everybody else. */
  user: string | null
  /** Requests in a minute of the emulator's clock. */
  perMinute: number
}

/** How many API requests each user may send. None at first; at Webex about 300 a minute. @see WEBEX.md §8 */
export interface RateLimits extends Kept {
  /**
   * Sets the limit of each user, or of one; undefined lifts it, and 0 lets nothing through.
   * @throws RangeError for a number that is not whole, or is below 0
   */
  set(perMinute: number | undefined, user?: string): void
  list(): RateLimit[]
  /** Counts a request; gives the seconds to wait when it is one too many. */
  take(user: string): number | undefined
}

const MINUTE_MS = 60_000
const MOST_WINDOWS = 100_000

export function createRateLimits(clock: { now(): number }): RateLimits {
  const limits = new Map<string | null, number>()
  const windows = new Map<string, { beganAt: number; count: number }>()
  const windowOf = (user: string, now: number) => {
    const known = windows.get(user)
    if (known && now >= known.beganAt && now < known.beganAt + MINUTE_MS) return known
    if (windows.size >= MOST_WINDOWS) windows.clear()
    const window = { beganAt: now, count: 0 }
    windows.set(user, window)
    return window
  }
  return {
    set(perMinute, user) {
      if (perMinute !== undefined && !(Number.isSafeInteger(perMinute) && perMinute >= 0)) {
        throw new RangeError('perMinute: a whole number, 0 or more')
      }
      if (perMinute === undefined) limits.delete(user ?? null)
      else limits.set(user ?? null, perMinute)
    },
    list: () => [...limits].map(([user, perMinute]) => ({ user, perMinute })),
    take(user) {
      const limit = limits.get(user) ?? limits.get(null)
      if (limit === undefined) return undefined
      const now = clock.now()
      const window = windowOf(user, now)
      window.count += 1
      return window.count > limit ? Math.ceil((window.beganAt + MINUTE_MS - now) / 1000) : undefined
    },
    save: () => ({ limits: [...limits], windows: [...windows] }),
    restore(saved) {
      const kept = structuredClone(saved) as {
        limits: [string | null, number][]
        windows: [string, { beganAt: number; count: number }][]
      }
      limits.clear()
      windows.clear()
      for (const [user, perMinute] of kept.limits) limits.set(user, perMinute)
      for (const [user, window] of kept.windows) windows.set(user, window)
    },
  }
}

/** Webex's answer to one request too many has a body that is no JSON. @see WEBEX.md §8 */
export function answerTooMany(seconds: number): Response {
  const headers = { 'retry-after': String(seconds), 'content-type': 'text/html;charset=UTF-8' }
  return new Response('<html><body>Too Many Requests</body></html>', { status: 429, headers })
}
