import type { Environment } from '../environment.ts'

/** Failures in a row, over all grants, after which the token endpoint is left alone for a while. */
const FAILURES_TO_OPEN = 5
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 300_000

/**
 * Spares a token endpoint that is down: after some failures in a row nobody asks for a pause, then one asks again, and
 * only its success lets everybody back. One for each integration and process; no grant is changed by it.
 */
export interface Breaker {
  /** Whether there is a pause now. */
  isOpen(): boolean
  /** How long the pause still is, in milliseconds; 0 without one. */
  pauseMs(): number
  noteSuccess(): void
  noteFailure(): void
  /** Webex refused the integration itself; told until the next success. */
  noteRejection(): void
  isRejected(): boolean
}

export function createBreaker(environment: Environment): Breaker {
  let failures = 0
  let openUntil = Number.NEGATIVE_INFINITY
  let rejected = false
  const pauseMs = () => Math.max(0, openUntil - environment.monotonic())
  return {
    isOpen: () => pauseMs() > 0,
    pauseMs,
    isRejected: () => rejected,
    noteRejection() {
      rejected = true
    },
    noteSuccess() {
      failures = 0
      rejected = false
      openUntil = Number.NEGATIVE_INFINITY
    },
    noteFailure() {
      failures += 1
      if (failures < FAILURES_TO_OPEN) return
      const chance = (environment.randomBytes(1)[0] ?? 0) / 255
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - FAILURES_TO_OPEN), LONGEST_PAUSE_MS)
      openUntil = environment.monotonic() + pause * (0.5 + chance / 2)
    },
  }
}
