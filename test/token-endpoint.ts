import {
  TransportError,
  type TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from '../src/environment.ts'

type Answer = (request: TransportRequest) => Promise<TransportResponse> | TransportResponse

export interface TokenEndpoint {
  transport: (request: TransportRequest) => Promise<TransportResponse>
  /** What it was sent, oldest first. */
  requests: URLSearchParams[]
  /** The most requests that were under way at once. */
  overlap(): number
  /** The next requests get these answers, in order; after them it answers well again. */
  answerNext(...answers: Answer[]): void
}

/**
 * A token endpoint small enough to be scripted: each good answer carries a new access token and, like Webex, the same
 * refresh token. `waitMs` is how long it takes, by whatever clock `sleep` is.
 */
export function createTokenEndpoint(sleep: (ms: number) => Promise<void>, waitMs = 100): TokenEndpoint {
  const requests: URLSearchParams[] = []
  const scripted: Answer[] = []
  let underWay = 0
  let overlap = 0
  return {
    requests,
    overlap: () => overlap,
    answerNext: (...answers) => void scripted.push(...answers),
    async transport(request) {
      requests.push(new URLSearchParams(request.body))
      overlap = Math.max(overlap, ++underWay)
      const answer = scripted.shift() ?? (() => grantTokens(requests.length))
      try {
        await Promise.race([sleep(waitMs), aborted(request.signal)])
        return await Promise.race([answer(request), aborted(request.signal)])
      } finally {
        underWay--
      }
    },
  }
}

export function grantTokens(count: number, more: Record<string, unknown> = {}): TransportResponse {
  return answerJson(200, {
    access_token: `access-${count}`,
    expires_in: 1_209_599,
    refresh_token: 'refresh-1',
    refresh_token_expires_in: 7_775_999,
    token_type: 'Bearer',
    ...more,
  })
}

export function answerJson(status: number, body: unknown, headers: Record<string, string> = {}): TransportResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

export function refuse(error: string, status = 400): () => TransportResponse {
  return () => answerJson(status, { error, error_description: 'no', trackingId: 'T_1' })
}

export function breakOff(failure: TransportFailure): () => never {
  return () => {
    throw new TransportError(failure, 'planned')
  }
}

/** An answer that never comes. */
export function staySilent(): Promise<TransportResponse> {
  return new Promise(() => undefined)
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(new TransportError('aborted', 'ended by the caller')))
  })
}
