import type { JWTPayload, JWTVerifyOptions } from 'jose'
import { GrantkeeperError } from '../errors/index.ts'
import type { Secret } from '../secret.ts'
import type { TokenRequestContext } from './endpoint-call.ts'
import { allowedIssuers, type Provider } from './provider.ts'

/** How far clocks may be apart. */
const TOLERANCE_SECONDS = 60
const LONGEST_AGE_SECONDS = 86_400
/** ASCII, as the standard says; it names the person. */
const SUBJECT = /^[\x21-\x7e]{1,255}$/

export interface IdTokenClaims extends JWTPayload {
  sub: string
}

/**
 * Checks an ID token: signed with RS256 by a key of Webex, from an allowed issuer, for this integration, in time, and for this
 * very sign-in (nonce). Gives its claims, or `unknown-key` when it is signed with a key that Webex did not have when asked.
 * @throws WX-ID-TOKEN-INVALID
 * @see OpenID Connect Core §3.1.3.7, RFC 8725 §3
 */
export async function checkIdToken(
  context: TokenRequestContext,
  provider: Provider,
  { idToken, nonce }: { idToken: Secret; nonce: string },
): Promise<IdTokenClaims | 'unknown-key'> {
  const { jwtVerify } = await import('jose')
  const { clientId } = context.integration
  const options: JWTVerifyOptions = {
    algorithms: ['RS256'],
    issuer: [...allowedIssuers(context, provider)],
    audience: clientId,
    requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
    clockTolerance: TOLERANCE_SECONDS,
    maxTokenAge: LONGEST_AGE_SECONDS,
    currentDate: new Date(context.environment.now()),
  }
  try {
    const { payload } = await jwtVerify(idToken.reveal(), provider.keys, options)
    return checkClaims(payload, clientId, nonce)
  } catch (error) {
    if (codeOf(error) === 'ERR_JWKS_NO_MATCHING_KEY') return 'unknown-key'
    throw error instanceof GrantkeeperError ? error : readRefusal(error)
  }
}

/** What the standard wants beside the claims that every signed token has. */
function checkClaims(payload: JWTPayload, clientId: string, nonce: string): IdTokenClaims {
  const { sub, aud, azp } = payload
  if (payload.nonce !== nonce) throw invalidIdToken('It was made for another sign-in (nonce).')
  if (sub === undefined || !SUBJECT.test(sub)) throw invalidIdToken('It names nobody (sub).')
  const isForOthersToo = Array.isArray(aud) && aud.length > 1
  if ((isForOthersToo || azp !== undefined) && azp !== clientId) throw invalidIdToken('It is for another app (azp).')
  return { ...payload, sub }
}

/** The error for an ID token that proves nothing. */
export function invalidIdToken(detail: string): GrantkeeperError {
  return new GrantkeeperError('WX-ID-TOKEN-INVALID', { detail })
}

/** jose's own errors hold the claims, so they end here. The issuer is shown: by now it is known to be signed by Webex. */
function readRefusal(error: unknown): GrantkeeperError {
  const { claim, payload } = (error ?? {}) as { claim?: unknown; payload?: JWTPayload }
  if (claim === 'iss' && /^[\x21-\x7e]{1,200}$/.test(String(payload?.iss))) {
    return invalidIdToken(`Its issuer is ${payload?.iss}, which is not among those that are allowed (issuers).`)
  }
  if (claim === 'exp' || claim === 'nbf' || claim === 'iat') {
    return invalidIdToken(`It is not valid at this time (${claim}): the clock of this computer may be wrong.`)
  }
  if (typeof claim === 'string') return invalidIdToken(`Its ${claim.slice(0, 32)} is missing or not ours.`)
  return invalidIdToken('It is malformed, or not signed by Webex with RS256.')
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code
}
