import type { TransportResponse } from '../environment.ts'
import { type ErrorCode, GrantkeeperError } from '../errors/index.ts'

const LONGEST_DETAIL = 300

/**
 * Reads the JSON of a good answer; undefined for one without a body.
 * @throws WX-API-RESPONSE
 */
export function readJson({ status, headers, body }: TransportResponse): unknown {
  if (status === 204 || body === '') return undefined
  try {
    return parseSafely(body)
  } catch {
    const trackingId = readTrackingId(headers, undefined)
    throw new GrantkeeperError('WX-API-RESPONSE', { detail: 'It is not JSON.', upstreamStatus: status, trackingId })
  }
}

/**
 * Checks that Webex gave an item: an object with an id. Without one, two items would be taken for the same.
 * @throws WX-API-RESPONSE
 */
export function readItem<T extends { id: string }>(value: unknown): T {
  if (isFields(value) && typeof value.id === 'string' && value.id !== '') return value as T
  throw new GrantkeeperError('WX-API-RESPONSE', { detail: 'It has an item without an id.' })
}

/**
 * Makes our error of an answer that is not good. Webex's own words go into its detail, cleaned and shortened.
 * @see WEBEX.md §8 "Error bodies"
 */
export function readApiError({ status, headers, body }: TransportResponse, retryAfterMs?: number): GrantkeeperError {
  const fields = readFields(body)
  return new GrantkeeperError(chooseCode(status), {
    detail: readDetail(fields) ?? (status < 400 ? `It answered ${status}; a redirect is never followed.` : undefined),
    trackingId: readTrackingId(headers, fields),
    upstreamStatus: status,
    retryAfterMs,
  })
}

function chooseCode(status: number): ErrorCode {
  if (status < 400) return 'WX-API-RESPONSE'
  if (status >= 500) return 'WX-API-UNAVAILABLE'
  if (status === 401) return 'WX-API-UNAUTHORIZED'
  if (status === 403) return 'WX-API-FORBIDDEN'
  if (status === 404) return 'WX-API-NOT-FOUND'
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

function readTrackingId(headers: Record<string, string>, fields: Fields | undefined): string | undefined {
  const candidates = [headers.trackingid, fields?.trackingId, fields?.trackingID]
  return candidates.find((id): id is string => typeof id === 'string' && /^[\w.-]{1,128}$/.test(id))
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
