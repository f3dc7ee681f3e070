import type { Random } from './random.ts'

/** How bad this world is. Rates are drawn for each seed, so that some worlds are calm in one way and rough in another. */
export interface Faults {
  /** Mean time between crashes, and between pauses, of one process. */
  crashEveryMs: number
  pauseEveryMs: number
  longestPauseMs: number
  /** Chances, for each write and each request, that just then the process is paused, or dies. */
  pausesInCall: number
  diesInCall: number
  /** Mean time between outages of the store, and the longest. */
  outageEveryMs: number
  longestOutageMs: number
  /** Mean time between the moments at which one process alone is cut off from the store, and the longest. */
  cutOffEveryMs: number
  longestCutOffMs: number
  /** Chances for each call of the store; a quick read takes no time. */
  readsQuickly: number
  storeRefuses: number
  storeLosesAcknowledgement: number
  /** Chances for each request to the provider. */
  requestLost: number
  answerLost: number
  unreachable: number
  failsBefore: number
  failsAfter: number
  tooMany: number
  garbage: number
  slow: number
}

const MINUTE = 60_000

export function drawFaults(random: Random): Faults {
  const often = (most: number) => (random.chance(0.3) ? 0 : random.between(0, most))
  return {
    crashEveryMs: random.between(20, 300) * MINUTE,
    pauseEveryMs: random.between(5, 120) * MINUTE,
    longestPauseMs: random.pick([5000, 14_000, 30_000]),
    pausesInCall: often(0.05),
    diesInCall: often(0.01),
    outageEveryMs: random.between(30, 300) * MINUTE,
    longestOutageMs: random.pick([2000, 14_000, 5 * MINUTE, 25 * MINUTE]),
    readsQuickly: 0.7,
    storeRefuses: often(0.05),
    storeLosesAcknowledgement: often(0.05),
    requestLost: often(0.05),
    answerLost: often(0.05),
    unreachable: often(0.05),
    failsBefore: often(0.1),
    failsAfter: often(0.03),
    tooMany: often(0.1),
    garbage: often(0.03),
    slow: often(0.3),
    cutOffEveryMs: random.between(30, 300) * MINUTE,
    longestCutOffMs: random.pick([2000, 14_000, 5 * MINUTE, 25 * MINUTE]),
  }
}

/** Everything works. */
export const noFaults: Faults = {
  crashEveryMs: Number.POSITIVE_INFINITY,
  pauseEveryMs: Number.POSITIVE_INFINITY,
  longestPauseMs: 0,
  pausesInCall: 0,
  diesInCall: 0,
  outageEveryMs: Number.POSITIVE_INFINITY,
  longestOutageMs: 0,
  cutOffEveryMs: Number.POSITIVE_INFINITY,
  longestCutOffMs: 0,
  readsQuickly: 0.7,
  storeRefuses: 0,
  storeLosesAcknowledgement: 0,
  requestLost: 0,
  answerLost: 0,
  unreachable: 0,
  failsBefore: 0,
  failsAfter: 0,
  tooMany: 0,
  garbage: 0,
  slow: 0,
}
