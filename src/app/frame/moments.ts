/** Instants as people read them. The server does not know the reader's time zone, so clock times name theirs. */
import type { Language } from '../words/language.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export interface Moments {
  /** `14:02 UTC`. */
  clock(at: number): string
  /** `12 Mar 2026, 14:02 UTC`, and how long ago that was while it is not more than a month. */
  instant(at: number, now: number): string
  /** `2 min ago` for the last month, the date for what is older or lies ahead. */
  age(at: number, now: number): string
  /** `1,234`. */
  count(count: number): string
}

export function createMoments({ tag, words }: Language): Moments {
  const clockTime = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' })
  const dayAndTime = new Intl.DateTimeFormat(tag, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })
  const counts = new Intl.NumberFormat(tag)
  const age = (at: number, now: number) => describeAge(words.moments, at, now)
  return {
    clock: (at) => clockTime.format(at),
    instant(at, now) {
      const instant = dayAndTime.format(at)
      return at > now || now - at >= 30 * DAY_MS ? instant : words.moments.withAge(instant, age(at, now))
    },
    age,
    count: (count) => counts.format(count),
  }
}

function describeAge(words: Language['words']['moments'], at: number, now: number): string {
  const age = now - at
  if (age < -MINUTE_MS || age >= 30 * DAY_MS) return new Date(at).toISOString().slice(0, 10)
  if (age < MINUTE_MS) return words.justNow
  if (age < HOUR_MS) return words.minutesAgo(Math.floor(age / MINUTE_MS))
  if (age < DAY_MS) return words.hoursAgo(Math.floor(age / HOUR_MS))
  const days = Math.floor(age / DAY_MS)
  return days === 1 ? words.yesterday : words.daysAgo(days)
}

/** Reads an instant as Webex writes it; undefined for anything else. */
export function readInstant(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}
