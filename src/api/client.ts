import { TransportError, type TransportResponse, withDeadline } from '../environment.ts'
import { GrantkeeperError } from '../errors/index.ts'
import { refuseEmulatedToken } from '../webex-host.ts'
import type { ApiAnswer, ApiContext, ApiRequest, Wait } from './context.ts'
import { judgeAnswer, judgeBreak, longestWaitMs, type Progress, spreadMs, type Verdict } from './retry.ts'
import { drawTrackingId, readTrackingHeader } from './tracking.ts'

const MOST_BYTES = 8 * 1024 * 1024

/**
 * Sends a request with a fresh token until its outcome is final: one renewal and one replay on 401, waits on 429, tries
 * again on 5xx and broken connections where it may be sent twice. Gives only 2xx answers.
 * @throws WX-API-*, WX-EMULATED-TOKEN, whatever the token source throws, and the signal's reason
 */
export async function callWebex(context: ApiContext, request: ApiRequest): Promise<ApiAnswer> {
  const { timeoutMs, signal } = request.options
  const trackingId = drawTrackingId(context.environment)
  if (timeoutMs === undefined) return sendUntilFinal(context, request, { trackingId, signal })
  const endsAt = context.environment.monotonic() + timeoutMs
  try {
    return await withDeadline(context.environment, timeoutMs, signal, (untilEnd) =>
      sendUntilFinal(context, request, { trackingId, signal: untilEnd, endsAt }),
    )
  } catch (cause) {
    signal?.throwIfAborted()
    if (!(cause instanceof TransportError)) throw cause
    throw new GrantkeeperError('WX-API-TIMEOUT', { cause, trackingId, detail: `It had ${timeoutMs} ms.` })
  }
}

interface Bounds {
  trackingId: string
  signal: AbortSignal | undefined
  /** By the monotonic clock. */
  endsAt?: number
}

async function sendUntilFinal(context: ApiContext, request: ApiRequest, bounds: Bounds): Promise<ApiAnswer> {
  const { signal, trackingId, endsAt } = bounds
  const progress: Progress = { retries: 0, inDoubt: false, heededAt: 0, trackingId, endsAt }
  let rejected: { generation: number } | undefined
  let renewed = false
  for (;;) {
    signal?.throwIfAborted()
    await heedCooldown(context, progress, signal)
    const { token, generation } = await context.accessToken(rejected ? { rejected, signal } : { signal })
    refuseEmulatedToken(token, request.url.href)
    const verdict = await tryOnce(context, request, token.reveal(), progress, signal)
    if (verdict.kind === 'done') return named(verdict.answer, trackingId)
    if (verdict.kind === 'failed' || (verdict.kind === 'unauthorized' && renewed)) throw verdict.error
    rejected = verdict.kind === 'unauthorized' ? { generation } : undefined
    if (verdict.kind === 'unauthorized') {
      renewed = true
      continue
    }
    progress.retries += 1
    await waitFor(context, progress, verdict.wait, signal)
  }
}

function named(answer: TransportResponse, trackingId: string): ApiAnswer {
  const { status, headers, body, stream } = answer
  return { status, headers, body, stream, trackingId: readTrackingHeader(headers) ?? trackingId }
}

/** Waits as long as Webex has asked any call of this person to; what would be too long fails unsent. */
async function heedCooldown(context: ApiContext, progress: Progress, signal: AbortSignal | undefined): Promise<void> {
  const { cooldown, environment, maxRetries } = context
  for (let waits = 0; ; waits++) {
    const untilAt = await cooldown.until()
    if (untilAt === undefined || untilAt <= Math.max(progress.heededAt, environment.now())) return
    const ms = untilAt - environment.now()
    if (waits >= maxRetries || ms > longestWaitMs(context, progress)) {
      const detail = 'It was not sent, because Webex has asked the calls of this person to wait.'
      const { trackingId } = progress
      throw new GrantkeeperError('WX-API-RATE-LIMITED', { detail, retryAfterMs: ms, trackingId })
    }
    await waitFor(context, progress, { reason: 'rate-limit', ms }, signal)
    progress.heededAt = untilAt
  }
}

async function waitFor(context: ApiContext, progress: Progress, wait: Wait, signal?: AbortSignal): Promise<void> {
  context.onWait(wait)
  await context.environment.sleep(spreadMs(context, progress, wait), signal)
}

async function tryOnce(
  context: ApiContext,
  request: ApiRequest,
  token: string,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<Verdict> {
  const { environment } = context
  const { method, url, body, upload, streamed, options } = request
  const headers: Record<string, string> = { authorization: `Bearer ${token}`, trackingid: progress.trackingId }
  headers.accept = streamed ? '*/*' : 'application/json'
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (upload) headers['content-type'] = upload.contentType
  const sent = { method, url: url.href, headers, body, content: upload?.content, maxBytes: MOST_BYTES, streamed }
  try {
    const answer = await withDeadline(environment, options.deadlineMs ?? context.deadlineMs, signal, (untilDeadline) =>
      environment.transport({ ...sent, signal: streamed ? whileRead(untilDeadline, options.signal) : untilDeadline }),
    )
    return judgeAnswer(context, request, progress, answer)
  } catch (cause) {
    signal?.throwIfAborted()
    return judgeBreak(context, request, progress, cause)
  }
}

/** The deadline is over with the head of a streamed answer; the caller's signal counts for as long as it is read. */
function whileRead(untilDeadline: AbortSignal, signal: AbortSignal | undefined): AbortSignal {
  return signal ? AbortSignal.any([untilDeadline, signal]) : untilDeadline
}
