import { GrantkeeperError } from '../errors/index.ts'

/** What a store keeps in one field. */
export type StoredValue = string | number | null

/** Of one grant; those before them are forgotten. */
export const MOST_HAPPENINGS = 200

/** NUL, which one SQLite driver cuts at and PostgreSQL refuses; half a surrogate pair, of which two would become equal. */
const UNSTORABLE = /[\0\p{Cs}]/u

/**
 * Gives a value as every database can hold it: instants and spans in whole milliseconds.
 * @throws WX-REQUEST-INVALID for text or numbers that some database would change silently
 */
export function readValue(value: StoredValue): StoredValue {
  if (typeof value === 'string') return readText(value)
  if (value === null || Number.isSafeInteger(value)) return value
  const whole = Math.round(value)
  if (Number.isSafeInteger(whole)) return whole
  throw new GrantkeeperError('WX-REQUEST-INVALID', { detail: 'A number for the store is not finite or too large.' })
}

/** @throws WX-REQUEST-INVALID */
export function readText(text: string): string {
  if (!UNSTORABLE.test(text)) return text
  throw new GrantkeeperError('WX-REQUEST-INVALID', { detail: 'A text for the store has a character it cannot keep.' })
}

/** @throws WX-REQUEST-INVALID for anything but a whole number from 1 to 1,000 */
export function readLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit
  throw new GrantkeeperError('WX-REQUEST-INVALID', { detail: 'The limit of a list is a whole number from 1 to 1,000.' })
}
