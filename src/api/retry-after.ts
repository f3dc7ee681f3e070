/** What is waited where Webex asks to wait and does not say how long. */
const DEFAULT_WAIT_MS = 15_000
const SHORTEST_WAIT_MS = 1000
/** Webex's own example asks for an hour; nobody means more than a day. */
const LONGEST_WAIT_MS = 86_400_000

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const IMF_FIXDATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/

/**
 * Reads `Retry-After`: whole seconds or an IMF-fixdate, else 15 s; kept within 1 s and a day. In milliseconds.
 * Written by hand, because `Date.parse('120')` is the year 120 and `parseInt('1e9')` is 1.
 * @see RFC 9110 §10.2.3, WEBEX.md §8
 */
export function readRetryAfter(value: string | undefined, now: number): number {
  const ms = readWait(value ?? '', now) ?? DEFAULT_WAIT_MS
  return Math.min(Math.max(ms, SHORTEST_WAIT_MS), LONGEST_WAIT_MS)
}

function readWait(value: string, now: number): number | undefined {
  if (/^\d{1,10}$/.test(value)) return Number(value) * 1000
  const at = readFixdate(value)
  return at === undefined ? undefined : at - now
}

function readFixdate(value: string): number | undefined {
  const [, day, month, year, hour, minute, second] = IMF_FIXDATE.exec(value) ?? []
  const monthIndex = MONTHS.indexOf(month ?? '')
  if (monthIndex < 0) return undefined
  return Date.UTC(Number(year), monthIndex, Number(day), Number(hour), Number(minute), Number(second))
}
