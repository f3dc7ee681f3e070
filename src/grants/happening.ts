import type { ErrorCode } from '../errors/index.ts'

/**
 * `connected`: a person signed in. `refreshed`: Webex gave new tokens. `failing`: the first of a run of renewals that did not
 * work. `recovered`: the renewal that ended such a run. `reconnect`: Webex ended the grant. `expiring`: its end is near, and
 * a renewal has not moved it.
 */
export type HappeningKind = 'connected' | 'refreshed' | 'failing' | 'recovered' | 'reconnect' | 'expiring'

/** One thing that happened to a grant, in words no secret fits into. */
export interface Happening {
  /** Sorts by time: the cursor of a page. */
  id: string
  /** What it happened to. */
  grantId: string
  /** Milliseconds since 1970. */
  at: number
  /** Its kind. */
  what: HappeningKind
  /** Why, of `failing` and `reconnect`. */
  code?: ErrorCode
  /** How long Webex took, in milliseconds, of `refreshed`. */
  tookMs?: number
}

/** How often something happened to all grants together within one step of time. */
export interface ActivityStep {
  /** Where the step begins (ms since 1970). Steps in which nothing happened are absent. */
  at: number
  /** Its kind. */
  what: HappeningKind
  /** How often, over all grants. */
  count: number
  /** How long Webex took on average, in milliseconds; of `refreshed`, */
  meanMs?: number
  /** and at most. */
  longestMs?: number
}
