import { TransportError, type TransportResponse } from '../environment.ts'
import { GrantkeeperError } from '../errors/index.ts'
import { readApiError } from './answer.ts'
import type { ApiContext, ApiRequest, Wait } from './context.ts'
import { readRetryAfter } from './retry-after.ts'

/** What to do after a try: the answer is good, the call is over, the token is to be renewed, or it is tried again. */
export type Verdict =
  | { kind: 'done'; answer: TransportResponse }
  | { kind: 'failed'; error: GrantkeeperError }
  | { kind: 'unauthorized'; error: GrantkeeperError }
  | { kind: 'again'; error: GrantkeeperError; wait: Wait }

const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 8000
const LONGEST_SPREAD_MS = 1000

/** How far a call has come. */
export interface Progress {
  retries: number
  /** Whether a try before this one may have taken effect. */
  inDoubt: boolean
  trackingId: string
  /** Until when it has waited as Webex asked, or is about to; ms since 1970. */
  heededAt: number
  /** When its time is over, by the monotonic clock. */
  endsAt?: number | undefined
}

/** A try that was answered. A 429 was not acted on, so any method may be sent again; a 5xx may have been. */
export function judgeAnswer(
  context: ApiContext,
  request: ApiRequest,
  progress: Progress,
  answer: TransportResponse,
): Verdict {
  const { status } = answer
  const { method, codes } = request
  const { trackingId } = progress
  if (status >= 200 && status < 300) return { kind: 'done', answer }
  if (status === 401) return { kind: 'unauthorized', error: readApiError(answer, { trackingId }) }
  // What a try before it has deleted is not there any more.
  if (status === 404 && method === 'DELETE' && progress.inDoubt) {
    return { kind: 'done', answer: { ...answer, status: 204, body: '' } }
  }
  const wait = chooseWait(context, request, progress, answer)
  const error = readApiError(answer, { trackingId, codes, retryAfterMs: wait?.ms })
  return wait ? tryAgain(context, request, progress, error, wait) : { kind: 'failed', error }
}

/** What to wait for before the request may be sent again; undefined where it may not. */
function chooseWait(
  context: ApiContext,
  request: ApiRequest,
  progress: Progress,
  { status, headers }: TransportResponse,
): Wait | undefined {
  const { environment } = context
  const asked = headers['retry-after']
  if (status === 429) return beginCooldown(context, progress, readRetryAfter(asked, environment.now()))
  if (status === 423 && asked !== undefined) return { reason: 'scan', ms: readRetryAfter(asked, environment.now()) }
  if (status < 500 || !isRepeatable(request)) return undefined
  progress.inDoubt = true
  const askedMs = asked === undefined ? 0 : readRetryAfter(asked, environment.now())
  return { reason: 'unavailable', ms: Math.max(pauseMs(context, progress.retries), askedMs) }
}

/** Every call of this person is to wait now; this one does so by itself. */
function beginCooldown({ cooldown, environment }: ApiContext, progress: Progress, ms: number): Wait {
  const untilAt = environment.now() + ms
  cooldown.note(untilAt)
  progress.heededAt = untilAt
  return { reason: 'rate-limit', ms }
}

/** A try without a usable answer. What was never sent may be sent again by any method. */
export function judgeBreak(context: ApiContext, request: ApiRequest, progress: Progress, cause: unknown): Verdict {
  const { trackingId, retries } = progress
  if (cause instanceof TransportError && (cause.failure === 'too-large' || cause.failure === 'encoded')) {
    const detail = `${cause.message}.`
    return { kind: 'failed', error: new GrantkeeperError('WX-API-RESPONSE', { cause, detail, trackingId }) }
  }
  const error = new GrantkeeperError('WX-API-UNAVAILABLE', { cause, trackingId })
  const isUnsent = cause instanceof TransportError && cause.failure === 'unreachable'
  if (!isUnsent && !isRepeatable(request)) return { kind: 'failed', error }
  progress.inDoubt ||= !isUnsent
  return tryAgain(context, request, progress, error, { reason: 'unavailable', ms: pauseMs(context, retries) })
}

function isRepeatable({ method, options }: ApiRequest): boolean {
  return options.retry ?? IDEMPOTENT.has(method)
}

function tryAgain(
  context: ApiContext,
  { options }: ApiRequest,
  progress: Progress,
  error: GrantkeeperError,
  wait: Wait,
): Verdict {
  const isOver = options.retry === false || progress.retries >= context.maxRetries
  return isOver || wait.ms > longestWaitMs(context, progress)
    ? { kind: 'failed', error }
    : { kind: 'again', error, wait }
}

/** How long a call may wait now; a longer wait would end after its time. */
export function longestWaitMs({ maxWaitMs, environment }: ApiContext, { endsAt }: Progress): number {
  return endsAt === undefined ? maxWaitMs : Math.min(maxWaitMs, endsAt - environment.monotonic())
}

/** Doubles with each retry; half of it is chance, so that callers that failed together do not return together. */
function pauseMs({ environment }: ApiContext, retries: number): number {
  return Math.round(Math.min(FIRST_PAUSE_MS * 2 ** retries, LONGEST_PAUSE_MS) * (0.5 + drawChance(environment) / 2))
}

/**
 * A wait that Webex has asked for, and up to a tenth more: never a moment less, and not all of a person's callers, in all
 * processes, come back at the same one.
 */
export function spreadMs(context: ApiContext, progress: Progress, { ms, reason }: Wait): number {
  if (reason !== 'rate-limit') return ms
  const more = Math.min(ms / 10, LONGEST_SPREAD_MS, Math.max(0, longestWaitMs(context, progress) - ms))
  return Math.round(ms + more * drawChance(context.environment))
}

/** Between 0 and 1. */
function drawChance({ randomBytes }: ApiContext['environment']): number {
  return (randomBytes(1)[0] ?? 0) / 255
}
