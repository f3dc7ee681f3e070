import { TransportError, type TransportResponse } from '../environment.ts'
import { type ErrorCode, GrantkeeperError, type GrantkeeperErrorOptions } from '../errors/index.ts'
import { readOAuthError, readRetryAfterMs, readTrackingId } from './webex-answer.ts'

/**
 * What a failed token request means for the grant.
 * `grant-rejected`: Webex says that this code or refresh token is no good. `client-rejected`: it does not accept the
 * integration. `not-processed`: it certainly did not act on the request. `unknown`: it may have acted, the answer is missing.
 */
export type TokenRequestOutcome = 'grant-rejected' | 'client-rejected' | 'not-processed' | 'unknown'

/**
 * A token request that brought no tokens. It keeps the name of its class's parent, by which apps and adapters know our errors.
 * Codes: WX-CODE-REJECTED, WX-RECONNECT, WX-CLIENT-REJECTED, WX-TOKEN-UNAVAILABLE, WX-TOKEN-RESPONSE.
 */
export class TokenRequestError extends GrantkeeperError {
  readonly outcome: TokenRequestOutcome

  constructor(outcome: TokenRequestOutcome, code: ErrorCode, options?: GrantkeeperErrorOptions) {
    super(code, options)
    this.outcome = outcome
  }
}

/** Reads what an answer other than 200 means. Only a standard error code decides, never free text. @see RFC 6749 §5.2 */
export function readFailure(answer: TransportResponse, rejectedCode: ErrorCode): TokenRequestError {
  const { status } = answer
  const facts = { upstreamStatus: status, retryAfterMs: readRetryAfterMs(answer), trackingId: readTrackingId(answer) }
  if (status === 429) return new TokenRequestError('not-processed', 'WX-TOKEN-UNAVAILABLE', facts)
  if (status >= 500) return new TokenRequestError('unknown', 'WX-TOKEN-UNAVAILABLE', facts)
  const error = status >= 400 ? readOAuthError(answer.body) : undefined
  if (error === undefined) {
    return new TokenRequestError('unknown', 'WX-TOKEN-RESPONSE', { ...facts, detail: `It answered ${status}.` })
  }
  if (error === 'invalid_client' || error === 'unauthorized_client') {
    return new TokenRequestError('client-rejected', 'WX-CLIENT-REJECTED', facts)
  }
  if (error === 'invalid_grant' && (status === 400 || status === 401)) {
    return new TokenRequestError('grant-rejected', rejectedCode, facts)
  }
  return new TokenRequestError('not-processed', 'WX-TOKEN-RESPONSE', { ...facts, detail: `It answered ${error}.` })
}

/** Reads what it means that no usable answer came at all. */
export function readBreak(cause: unknown): TokenRequestError {
  const failure = cause instanceof TransportError ? cause.failure : 'interrupted'
  switch (failure) {
    case 'unreachable':
      return new TokenRequestError('not-processed', 'WX-TOKEN-UNAVAILABLE', { cause })
    case 'too-large':
    case 'encoded':
      return new TokenRequestError('unknown', 'WX-TOKEN-RESPONSE', { cause })
    default:
      return new TokenRequestError('unknown', 'WX-TOKEN-UNAVAILABLE', { cause })
  }
}
