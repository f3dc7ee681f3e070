import { createCheck, type Schema } from '../schema.ts'

/**
 * One way to misbehave, as plain data: which requests it hits, when, and what happens to them. What happens is done in
 * this order: `delayMs`, `first`, `drop: before`, then an answer — `refuse`, or `status` and `body`, or else the true one
 * — then what is done to that answer, and last how it travels. Each request is hit by one fault at most, the first that
 * was added and whose turn it is.
 */
export interface Fault extends Hit, Answering, Changing, Travelling {}

/** Which requests, and when. */
interface Hit {
  /**
   * Method and path, like `GET /v1/rooms`. The method `*` is any but OPTIONS, by which browsers ask beforehand; a
   * segment `:id` is any one; a path that ends in `*` is any that begins so. The pages and the API of whoever runs the
   * emulator are never hit.
   */
  on: string
  /** Key of the user on whose behalf it is, by the token, the code or the sign-in that is sent. */
  user?: string
  clientId?: string
  /** Hits refreshes only, for one: `refresh_token`. */
  grantType?: string
  /** How many requests it hits. Default: every one until it is removed. */
  times?: number
  /** Hits every n-th of the requests it could hit. Default 1. */
  every?: number
  /** Hits with this probability, from 0 to 1; which ones is the same in every run for the same `seed`. Default 1. */
  probability?: number
  /** Of `probability` and of a range of `delayMs`. Default 1. */
  seed?: number
  /** Ends so many ms after it was added, by the emulator's clock. Default: never. */
  lastsMs?: number
}

/** What comes before the answer, and answers in place of the true one. */
interface Answering {
  /** Waits so many ms before anything else, or between two numbers of ms. */
  delayMs?: number | [from: number, to: number]
  /**
   * What happens just before the request is processed. `revoke`: the grant of whoever asks is ended, as from outside.
   * `expire-code`: the code that is sent has expired. `expire-access-token`: the access token that is sent has ended.
   */
  first?: 'revoke' | 'expire-code' | 'expire-access-token'
  /**
   * Answers so, the request unprocessed. `invalid_grant`: as the token endpoint does to a dead token, though it lives.
   * `admin-approval`: the page that says an administrator must allow the integration first.
   */
  refuse?: 'invalid_grant' | 'admin-approval'
  /** Answers with this status, 200 to 599, the request unprocessed. */
  status?: number
  /** Headers of that answer; without `status` and `body` they are set on the true answer. */
  headers?: Record<string, string>
  /** Answers with this body, the request unprocessed; an object is sent as JSON, a text as HTML. Status 200 unless given. */
  body?: string | object
}

/** What is done to the answer; the request took effect. */
interface Changing {
  /**
   * What becomes of the body. `garbage`: random bytes. `html`: a page, with status 200. `half`: its first half.
   * `enormous`: 256 MiB of JSON. `bomb`: 1 MiB of gzip that unpacks to 1 GiB.
   */
  spoil?: 'garbage' | 'html' | 'half' | 'enormous' | 'bomb'
  /** Where the next page is said to be: at another origin, at this very page, or with `max=null` in its query. */
  link?: 'other-origin' | 'loop' | 'max-null'
  /** Gives the access token again that the grant had before. */
  sameAccessToken?: boolean
  /** `Date`, `expires_in` and `refresh_token_expires_in` by a clock that is so many ms ahead; negative: behind. */
  skewMs?: number
  /** Every n-th item of a list could not be decrypted. @see WEBEX.md §8 */
  kmsFailureEvery?: number
}

/** How the answer travels. */
interface Travelling {
  /** In pieces of so many bytes, with a wait after each. */
  drip?: { bytes: number; everyMs: number }
  /**
   * Breaks the connection `before` the request is processed; `after`: it took effect and the answer is lost; `mid-body`:
   * with a reset after half of the body; `truncated`: closed in order, though Content-Length promised more.
   */
  drop?: 'before' | 'after' | 'mid-body' | 'truncated'
}

const text = { type: 'string', minLength: 1, maxLength: 200 } as const satisfies Schema
const span = { type: 'number', minimum: 0, maximum: 366 * 86_400_000 } as const satisfies Schema
const count = { type: 'integer', minimum: 1, maximum: 1_000_000_000 } as const satisfies Schema
const oneOf = (...values: string[]): Schema => ({ enum: values })

/** The shape of {@link Fault} for files and forms. */
export const faultSchema = {
  type: 'object',
  required: ['on'],
  additionalProperties: false,
  properties: {
    on: { type: 'string', maxLength: 500, pattern: '^([A-Z]+|\\*) /[^\\s*]*\\*?$' },
    user: text,
    clientId: text,
    grantType: text,
    times: count,
    every: count,
    probability: { type: 'number', minimum: 0, maximum: 1 },
    seed: { type: 'integer', minimum: 0, maximum: 4_294_967_295 },
    lastsMs: { ...span, exclusiveMinimum: 0 },
    delayMs: { type: ['number', 'array'], minimum: 0, maximum: span.maximum, items: span, minItems: 2, maxItems: 2 },
    first: oneOf('revoke', 'expire-code', 'expire-access-token'),
    refuse: oneOf('invalid_grant', 'admin-approval'),
    status: { type: 'integer', minimum: 200, maximum: 599 },
    headers: { type: 'object', additionalProperties: { type: 'string', maxLength: 8000 } },
    body: { type: ['string', 'object', 'array'], maxLength: 1_000_000 },
    spoil: oneOf('garbage', 'html', 'half', 'enormous', 'bomb'),
    link: oneOf('other-origin', 'loop', 'max-null'),
    sameAccessToken: { type: 'boolean' },
    skewMs: { type: 'number', minimum: -span.maximum, maximum: span.maximum },
    kmsFailureEvery: count,
    drip: {
      type: 'object',
      required: ['bytes', 'everyMs'],
      additionalProperties: false,
      properties: { bytes: count, everyMs: span },
    },
    drop: oneOf('before', 'after', 'mid-body', 'truncated'),
  },
} satisfies Schema

const check = createCheck(faultSchema)

/** Reads a fault that somebody wrote. @throws RangeError that names the field */
export function readFault(given: unknown): Fault {
  const problem = check(given)
  if (problem?.startsWith('on:')) throw new RangeError('on: a method and a path, like "GET /v1/rooms" or "* /v1/*"')
  if (problem !== undefined) throw new RangeError(problem)
  const fault = structuredClone(given) as Fault
  const { headers, status, body, delayMs, spoil, drip, drop } = fault
  refuseBad('headers', () => new Headers(headers))
  if (body !== undefined) refuseBad('status', () => new Response('', { status }))
  if (Array.isArray(delayMs) && delayMs[0] > delayMs[1])
    throw new RangeError('delayMs: the first is more than the second')
  const endless = spoil === 'enormous' || spoil === 'bomb'
  if (endless && (drip || drop === 'mid-body' || drop === 'truncated')) {
    throw new RangeError(`spoil: ${spoil} cannot also ${drip ? 'drip' : 'break off'}`)
  }
  return fault
}

function refuseBad(field: string, make: () => unknown): void {
  try {
    make()
  } catch (error) {
    throw new RangeError(`${field}: ${error instanceof Error ? error.message : 'is refused'}`)
  }
}

/** Whether the method and the path are what a fault is on. */
export function isOn(on: string, method: string, path: string): boolean {
  const [wantedMethod, wantedPath = ''] = on.split(' ')
  if (wantedMethod === '*' ? method === 'OPTIONS' : wantedMethod !== method) return false
  const open = wantedPath.endsWith('*')
  const wanted = wantedPath.replace(/\*$/, '').split('/')
  const segments = path.split('/')
  if (open ? segments.length < wanted.length : segments.length !== wanted.length) return false
  return wanted.every((segment, index) => {
    const found = segments[index] ?? ''
    if (open && index === wanted.length - 1) return found.startsWith(segment)
    return segment.startsWith(':') || segment === found
  })
}
