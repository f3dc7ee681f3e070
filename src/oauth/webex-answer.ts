import type { TransportResponse } from '../environment.ts'

const STANDARD_ERRORS = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
])
const SHORTEST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 3_600_000

type Fields = Readonly<Record<string, unknown>>

/**
 * Turns Webex's token answer into one of the standard: a missing `token_type` is Bearer, numbers may come as digits in a
 * text, null is absent. An unusable `scope` is dropped: an optional field is no reason to lose the only copy of a token.
 * The `id_token` goes under another name: oauth4webapi would hold it to one issuer, and Webex has several (WEBEX.md §4).
 * @returns undefined where the body is no JSON object
 * @see WEBEX.md §2
 */
export function repairTokenBody(body: string): Fields | undefined {
  const fields = readFields(body)
  if (!fields) return undefined
  return {
    access_token: fields.access_token,
    token_type: fields.token_type ?? 'Bearer',
    expires_in: readSeconds(fields.expires_in),
    refresh_token: fields.refresh_token ?? undefined,
    refresh_token_expires_in: readSeconds(fields.refresh_token_expires_in),
    scope: isScopeText(fields.scope) ? fields.scope : undefined,
    unchecked_id_token: fields.id_token,
  }
}

/**
 * Finds the standard error code in either shape of Webex's error bodies. Only a whole field that equals a standard code
 * counts, so that no prose can end a grant; where `error` is a text, the other fields are not asked.
 * @see WEBEX.md §2 "Error bodies at token endpoints"
 */
export function readOAuthError(body: string, known: ReadonlySet<string> = STANDARD_ERRORS): string | undefined {
  const fields = readFields(body)
  if (!fields) return undefined
  const places =
    typeof fields.error === 'string' ? [fields.error] : [fields.message, ...readDescriptions(fields.errors)]
  return places.find((text): text is string => typeof text === 'string' && known.has(text))
}

/** Webex's own words on an error, in either shape. They may choose between errors of ours that end nothing. */
export function readProse(body: string): string {
  const fields = readFields(body)
  const texts = [fields?.error, fields?.error_description, fields?.message, ...readDescriptions(fields?.errors)]
  return texts.filter((text) => typeof text === 'string').join(' ')
}

/** The `trackingId` to quote to Webex's support, from the header or either spelling in the body. */
export function readTrackingId({ headers, body }: TransportResponse): string | undefined {
  const fields = readFields(body)
  const candidates = [headers.trackingid, fields?.trackingId, fields?.trackingID]
  return candidates.find((id): id is string => typeof id === 'string' && /^[\w.-]{1,128}$/.test(id))
}

/** `Retry-After` in seconds, kept within a second and an hour. A date or nonsense is left to the caller's own back-off. */
export function readRetryAfterMs({ headers }: TransportResponse): number | undefined {
  const value = headers['retry-after']
  if (value === undefined || !/^\d{1,10}$/.test(value)) return undefined
  return Math.min(Math.max(Number(value) * 1000, SHORTEST_WAIT_MS), LONGEST_WAIT_MS)
}

/** The object that a body is; undefined where it is none. */
export function readFields(body: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return isFields(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readDescriptions(errors: unknown): unknown[] {
  if (!Array.isArray(errors)) return []
  return errors.filter(isFields).map(({ description }) => description)
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Any other text is no number here: oauth4webapi would take `1e3`, `0x10` and `5 days` for one. */
function readSeconds(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\d{1,10}$/.test(value)) return Number(value)
  return typeof value === 'number' ? value : undefined
}

function isScopeText(value: unknown): boolean {
  return typeof value === 'string' && /^[\x20-\x7e]{0,8192}$/.test(value)
}
