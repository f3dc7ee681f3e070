/** Instants as people read them. The server does not know the reader's time zone, so clock times name theirs. */

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' })
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
})

/** `14:02 UTC`. */
export function describeClock(at: number): string {
  return clockTime.format(at)
}

/** `12 Mar 2026, 14:02 UTC`, and how long ago that was while it is not more than a month. */
export function describeInstant(at: number, now: number): string {
  const instant = dayAndTime.format(at)
  return at > now || now - at >= 30 * DAY_MS ? instant : `${instant} (${describeAge(at, now)})`
}

/** `2 min ago` for the last month, the date for what is older or lies ahead. */
export function describeAge(at: number, now: number): string {
  const age = now - at
  if (age < -MINUTE_MS || age >= 30 * DAY_MS) return new Date(at).toISOString().slice(0, 10)
  if (age < MINUTE_MS) return 'just now'
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min ago`
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)} h ago`
  const days = Math.floor(age / DAY_MS)
  return days === 1 ? 'yesterday' : `${days} days ago`
}

/** Reads an instant as Webex writes it; undefined for anything else. */
export function readInstant(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}
