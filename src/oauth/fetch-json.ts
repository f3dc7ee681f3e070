import { TransportError, type TransportRequest, type TransportResponse, withDeadline } from '../environment.ts'
import { GrantkeeperError } from '../errors/index.ts'
import type { TokenRequestContext } from './endpoint-call.ts'
import { readFields, readRetryAfterMs, readTrackingId } from './webex-answer.ts'

const MOST_BYTES = 256 * 1024
const DEADLINE_MS = 10_000
const MOST_TRIES = 3

/**
 * GETs a JSON object that Login with Webex needs. Reading changes nothing, so what fails in passing is tried three times;
 * redirects are not followed.
 * @throws WX-LOGIN-UNAVAILABLE
 */
export async function fetchJson(
  context: TokenRequestContext,
  url: string,
  headers: Record<string, string> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const request = { method: 'GET', url, headers: { accept: 'application/json', ...headers }, maxBytes: MOST_BYTES }
  for (let tries = 1; ; tries++) {
    const answer = await send(context, request)
    const fields = 'status' in answer && answer.status === 200 ? readFields(answer.body) : undefined
    if (fields) return fields
    if (!mayPass(answer) || tries === MOST_TRIES) throw unavailable(new URL(url).pathname, answer)
    await context.environment.sleep(250 * tries)
  }
}

function send({ environment }: TokenRequestContext, request: TransportRequest) {
  const sending = withDeadline(environment, DEADLINE_MS, undefined, (signal) =>
    environment.transport({ ...request, signal }),
  )
  return sending.catch((error: unknown) => {
    if (error instanceof TransportError) return error
    throw error
  })
}

function mayPass(answer: TransportResponse | TransportError): boolean {
  if (answer instanceof TransportError) return answer.failure !== 'too-large' && answer.failure !== 'encoded'
  return answer.status === 429 || answer.status >= 500
}

function unavailable(path: string, answer: TransportResponse | TransportError): GrantkeeperError {
  if (answer instanceof TransportError) {
    return new GrantkeeperError('WX-LOGIN-UNAVAILABLE', { cause: answer, detail: `${path} gave no answer.` })
  }
  return new GrantkeeperError('WX-LOGIN-UNAVAILABLE', {
    detail: `${path} answered ${answer.status}${answer.status === 200 ? ', but no JSON object' : ''}.`,
    upstreamStatus: answer.status,
    retryAfterMs: readRetryAfterMs(answer),
    trackingId: readTrackingId(answer),
  })
}
