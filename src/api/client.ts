import { type TransportResponse, withDeadline } from '../environment.ts'
import { refuseEmulatedToken } from '../webex-host.ts'
import type { ApiContext, ApiRequest } from './context.ts'
import { judgeAnswer, judgeBreak, type Verdict } from './retry.ts'

const MOST_BYTES = 8 * 1024 * 1024

/**
 * Sends a request with a fresh token until its outcome is final: one renewal and one replay on 401, waits on 429, tries
 * again on 5xx and broken connections where the method allows it. Gives only 2xx answers.
 * @throws WX-API-*, WX-EMULATED-TOKEN, whatever the token source throws, and the signal's reason
 */
export async function callWebex(context: ApiContext, request: ApiRequest): Promise<TransportResponse> {
  const { signal } = request
  let rejected: { generation: number } | undefined
  let renewed = false
  for (let retries = 0; ; ) {
    signal?.throwIfAborted()
    const { token, generation } = await context.accessToken(rejected ? { rejected, signal } : { signal })
    refuseEmulatedToken(token, request.url.href)
    const verdict = await tryOnce(context, request, token.reveal(), retries)
    if (verdict.kind === 'done') return verdict.answer
    if (verdict.kind === 'failed' || (verdict.kind === 'unauthorized' && renewed)) throw verdict.error
    rejected = verdict.kind === 'unauthorized' ? { generation } : undefined
    if (verdict.kind === 'unauthorized') {
      renewed = true
      continue
    }
    retries += 1
    context.onWait(verdict.wait)
    await context.environment.sleep(verdict.wait.ms, signal)
  }
}

async function tryOnce(context: ApiContext, request: ApiRequest, token: string, retries: number): Promise<Verdict> {
  const { environment, deadlineMs } = context
  const { method, url, body, signal } = request
  const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  try {
    const answer = await withDeadline(environment, deadlineMs, signal, (untilDeadline) =>
      environment.transport({ method, url: url.href, headers, body, signal: untilDeadline, maxBytes: MOST_BYTES }),
    )
    return judgeAnswer(context, method, retries, answer)
  } catch (cause) {
    signal?.throwIfAborted()
    return judgeBreak(context, method, retries, cause)
  }
}
