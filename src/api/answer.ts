import type { TransportResponse } from '../environment.ts'
import { type ErrorCode, GrantkeeperError } from '../errors/index.ts'
import type { ApiAnswer } from './context.ts'
import { readTrackingHeader, readTrackingId } from './tracking.ts'

const LONGEST_DETAIL = 300

/**
 * Reads the JSON of a good answer; undefined for one without a body.
 * @throws WX-API-RESPONSE
 */
export function readJson({ status, body, trackingId }: ApiAnswer): unknown {
  if (status === 204 || body === '') return undefined
  try {
    return parseSafely(body)
  } catch {
    throw new GrantkeeperError('WX-API-RESPONSE', { detail: 'It is not JSON.', upstreamStatus: status, trackingId })
  }
}

/** What an item cannot be without: without an id, two would be taken for the same. */
export type Essential<T> = readonly (keyof T & string)[]

/**
 * Checks that Webex gave an item: an object with an id, and with the other texts it cannot be without.
 * @throws WX-API-RESPONSE
 */
export function readItem<T>(value: unknown, essential: Essential<T>, trackingId: string): T {
  if (!isFields(value)) throw new GrantkeeperError('WX-API-RESPONSE', { detail: 'It has no item.', trackingId })
  for (const field of essential) {
    if (typeof value[field] === 'string' && value[field] !== '') continue
    throw new GrantkeeperError('WX-API-RESPONSE', { detail: `It has an item without ${field}.`, trackingId })
  }
  return value as T
}

interface About {
  /** The id we sent along; it counts where Webex gave none. */
  trackingId: string
  retryAfterMs?: number
  codes?: Readonly<Record<number, ErrorCode>> | undefined
}

/**
 * Makes our error of an answer that is not good. Webex's own words go into its detail, cleaned and shortened.
 * @see WEBEX.md §8 "Error bodies"
 */
export function readApiError({ status, headers, body }: TransportResponse, about: About): GrantkeeperError {
  const fields = readFields(body)
  const given = readTrackingHeader(headers) ?? readTrackingId(fields?.trackingId) ?? readTrackingId(fields?.trackingID)
  return new GrantkeeperError(about.codes?.[status] ?? chooseCode(status), {
    detail: readDetail(fields) ?? (status < 400 ? `It answered ${status}; a redirect is never followed.` : undefined),
    trackingId: given ?? about.trackingId,
    upstreamStatus: status,
    retryAfterMs: about.retryAfterMs,
  })
}

function chooseCode(status: number): ErrorCode {
  if (status < 400) return 'WX-API-RESPONSE'
  if (status >= 500) return 'WX-API-UNAVAILABLE'
  if (status === 401) return 'WX-API-UNAUTHORIZED'
  if (status === 403) return 'WX-API-FORBIDDEN'
  if (status === 404) return 'WX-API-NOT-FOUND'
  if (status === 409) return 'WX-API-CONFLICT'
  if (status === 429) return 'WX-API-RATE-LIMITED'
  return 'WX-API-REQUEST'
}

type Fields = Readonly<Record<string, unknown>>

/** The API answers `message` and `errors[].description`, the identity broker `error` and `error_description`. */
function readDetail(fields: Fields | undefined): string | undefined {
  const candidates = [fields?.message, firstDescription(fields?.errors), fields?.error_description, fields?.error]
  const text = candidates.find((candidate) => typeof candidate === 'string' && candidate !== '')
  return typeof text === 'string' ? cleanText(text) : undefined
}

function firstDescription(errors: unknown): unknown {
  const [first] = Array.isArray(errors) ? errors : []
  return isFields(first) ? first.description : undefined
}

/** Control and formatting characters could rewrite a log line or a terminal. */
function cleanText(text: string): string {
  const clean = text.slice(0, LONGEST_DETAIL).replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
  return text.length > LONGEST_DETAIL ? `${clean}…` : clean
}

function readFields(body: string): Fields | undefined {
  try {
    const value = parseSafely(body)
    return isFields(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Parses JSON without keys named `__proto__`: they are harmless here, but set the prototype of whatever a caller copies
 * them into. Only text that can have such a key pays for the search.
 */
function parseSafely(text: string): unknown {
  if (!text.includes('__proto__') && !text.includes('\\u')) return JSON.parse(text)
  return JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value))
}
