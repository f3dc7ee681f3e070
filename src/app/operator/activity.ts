import type { ActivityStep } from '../../index.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How far back the overview looks, and in which steps. */
export const RANGES = {
  '24h': { stepMs: HOUR_MS, steps: 24 },
  '7d': { stepMs: 6 * HOUR_MS, steps: 28 },
  '30d': { stepMs: DAY_MS, steps: 30 },
} as const

export type Range = keyof typeof RANGES

export function readRange(params: URLSearchParams): Range {
  const asked = params.get('range')
  return (Object.keys(RANGES) as Range[]).find((range) => range === asked) ?? '24h'
}

/** One step of a chart. */
export interface Column {
  from: number
  to: number
  refreshed: number
  /** Renewals that began to fail, and grants that Webex ended. */
  failed: number
  meanMs: number | undefined
  longestMs: number | undefined
}

export interface Activity {
  columns: Column[]
  refreshed: number
  /** Renewals that began to fail. */
  failing: number
  /** Grants that Webex ended. */
  ended: number
  connected: number
  /** How long Webex took to renew, on average and at most; undefined when nothing was renewed. */
  meanMs: number | undefined
  longestMs: number | undefined
}

/** Steps begin at whole hours or days, so that a chart does not move with every look at it. */
export function startOf(range: Range, now: number): number {
  const { stepMs, steps } = RANGES[range]
  return Math.floor(now / stepMs) * stepMs - (steps - 1) * stepMs
}

/** Puts what happened into the columns of a chart, those in which nothing did too. */
export function summarizeActivity(found: readonly ActivityStep[], range: Range, since: number): Activity {
  const { stepMs, steps } = RANGES[range]
  const columns = Array.from({ length: steps }, (_, index) => {
    const from = since + index * stepMs
    return columnOf(
      found.filter(({ at }) => at >= from && at < from + stepMs),
      from,
      stepMs,
    )
  })
  const sum = (what: ActivityStep['what']) =>
    found.reduce((total, step) => total + (step.what === what ? step.count : 0), 0)
  return {
    columns,
    refreshed: sum('refreshed'),
    failing: sum('failing'),
    ended: sum('reconnect'),
    connected: sum('connected'),
    ...latencyOf(found),
  }
}

function columnOf(found: readonly ActivityStep[], from: number, stepMs: number): Column {
  const sum = (...kinds: ActivityStep['what'][]) =>
    found.reduce((total, { what, count }) => total + (kinds.includes(what) ? count : 0), 0)
  return {
    from,
    to: from + stepMs,
    refreshed: sum('refreshed'),
    failed: sum('failing', 'reconnect'),
    ...latencyOf(found),
  }
}

function latencyOf(found: readonly ActivityStep[]): Pick<Activity, 'meanMs' | 'longestMs'> {
  const timed = found.filter(({ meanMs }) => meanMs !== undefined)
  if (timed.length === 0) return { meanMs: undefined, longestMs: undefined }
  const times = timed.reduce((total, { count }) => total + count, 0)
  const meanMs = timed.reduce((total, { count, meanMs = 0 }) => total + count * meanMs, 0) / times
  return { meanMs, longestMs: Math.max(...timed.map(({ longestMs = 0 }) => longestMs)) }
}
