import type { Environment } from '../environment.ts'
import type { Provider } from '../oauth/provider.ts'

/** What Webex said of itself, asked for once by all. */
export interface ProviderCache {
  /** At most an hour old. @throws WX-LOGIN-UNAVAILABLE */
  read(): Promise<Provider>
  /** Asks again, at most once a minute; sooner it gives what it has. @throws WX-LOGIN-UNAVAILABLE */
  renew(): Promise<Provider>
}

/** After this a key that Webex has withdrawn is no longer taken. */
const HELD_FOR_MS = 3_600_000
const RENEW_EVERY_MS = 60_000

export function createProviderCache(environment: Environment, ask: () => Promise<Provider>): ProviderCache {
  let held: { provider: Promise<Provider>; since: number } | undefined
  let renewedAt = Number.NEGATIVE_INFINITY
  const hold = () => {
    const before = held
    const mine = { provider: ask(), since: environment.monotonic() }
    held = mine
    mine.provider.catch(() => {
      if (held === mine) held = before
    })
    return mine.provider
  }
  const read = () => {
    const isFresh = held !== undefined && environment.monotonic() - held.since < HELD_FOR_MS
    return held !== undefined && isFresh ? held.provider : hold()
  }
  return {
    read,
    renew() {
      const now = environment.monotonic()
      if (now - renewedAt < RENEW_EVERY_MS) return read()
      renewedAt = now
      return hold()
    },
  }
}
