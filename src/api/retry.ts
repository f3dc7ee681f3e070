import { TransportError, type TransportResponse } from '../environment.ts'
import { GrantkeeperError } from '../errors/index.ts'
import { readApiError } from './answer.ts'
import type { ApiContext, Wait } from './context.ts'
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

/** A try that was answered. A 429 was not acted on, so any method may be sent again; a 5xx may have been. */
export function judgeAnswer(context: ApiContext, method: string, retries: number, answer: TransportResponse): Verdict {
  const { status, headers } = answer
  if (status >= 200 && status < 300) return { kind: 'done', answer }
  if (status === 401) return { kind: 'unauthorized', error: readApiError(answer) }
  if (status === 429) {
    const ms = readRetryAfter(headers['retry-after'], context.environment.now())
    return tryAgain(context, retries, readApiError(answer, ms), { reason: 'rate-limit', ms })
  }
  if (status < 500 || !IDEMPOTENT.has(method)) return { kind: 'failed', error: readApiError(answer) }
  const ms = Math.max(pauseMs(context, retries), readAskedMs(context, headers['retry-after']))
  return tryAgain(context, retries, readApiError(answer, ms), { reason: 'unavailable', ms })
}

/** A try without a usable answer. */
export function judgeBreak(context: ApiContext, method: string, retries: number, cause: unknown): Verdict {
  if (cause instanceof TransportError && (cause.failure === 'too-large' || cause.failure === 'encoded')) {
    return { kind: 'failed', error: new GrantkeeperError('WX-API-RESPONSE', { cause, detail: `${cause.message}.` }) }
  }
  const error = new GrantkeeperError('WX-API-UNAVAILABLE', { cause })
  if (!IDEMPOTENT.has(method)) return { kind: 'failed', error }
  return tryAgain(context, retries, error, { reason: 'unavailable', ms: pauseMs(context, retries) })
}

function tryAgain(context: ApiContext, retries: number, error: GrantkeeperError, wait: Wait): Verdict {
  if (retries >= context.maxRetries || wait.ms > context.maxWaitMs) return { kind: 'failed', error }
  return { kind: 'again', error, wait }
}

function readAskedMs({ environment }: ApiContext, header: string | undefined): number {
  return header === undefined ? 0 : readRetryAfter(header, environment.now())
}

/** Doubles with each retry; half of it is chance, so that callers that failed together do not return together. */
function pauseMs({ environment }: ApiContext, retries: number): number {
  const chance = (environment.randomBytes(1)[0] ?? 0) / 255
  return Math.round(Math.min(FIRST_PAUSE_MS * 2 ** retries, LONGEST_PAUSE_MS) * (0.5 + chance / 2))
}
