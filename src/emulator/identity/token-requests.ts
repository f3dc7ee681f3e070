import type { EmulatorContext } from '../context.ts'
import type { Code } from './codes.ts'
import type { IssuedTokens } from './grants.ts'
import type { Integration } from './integrations.ts'
import { checkVerifier } from './pkce.ts'

/** An error of RFC 6749 §5.2, with a description that says what to look at. */
export interface TokenRefusal {
  error: 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type'
  description: string
}

export type TokenOutcome = IssuedTokens | TokenRefusal

const DEAD_REFRESH_TOKEN = 'The refresh token provided is expired, revoked, malformed, or invalid'

/** Decides over a token request of a client that proved who it is. */
export function grantTokens(
  context: EmulatorContext,
  integration: Integration,
  fields: Map<string, string>,
): TokenOutcome {
  switch (fields.get('grant_type')) {
    case undefined:
    case '':
      return { error: 'invalid_request', description: 'grant_type is missing' }
    case 'authorization_code':
      return redeemCode(context, integration, fields)
    case 'refresh_token':
      return refreshTokens(context, integration, fields)
    default:
      return { error: 'unsupported_grant_type', description: 'grant_type is authorization_code or refresh_token' }
  }
}

function redeemCode(context: EmulatorContext, integration: Integration, fields: Map<string, string>): TokenOutcome {
  const text = fields.get('code')
  if (!text) return { error: 'invalid_request', description: 'code is missing' }
  const code = context.codes.find(text)
  if (!code || code.clientId !== integration.clientId) return refuseGrant('The code was never given to this client.')
  if (code.grant) {
    // A code that comes twice was stolen by one of the two: nobody keeps what it gave. RFC 6749 §4.1.2
    context.grants.revoke(code.grant)
    return refuseGrant('The code was used before; the tokens it gave are revoked.')
  }
  const problem = findCodeProblem(context, code, fields)
  if (problem) return refuseGrant(problem)
  const issued = context.grants.begin({ clientId: code.clientId, userKey: code.userKey, scopes: code.scopes })
  code.grant = issued.grant
  return issued
}

function findCodeProblem({ clock }: EmulatorContext, code: Code, fields: Map<string, string>): string | undefined {
  if (code.expiresAt <= clock.now()) return 'The code is expired.'
  const redirectUri = fields.get('redirect_uri')
  if (redirectUri === undefined && code.redirectUriWasSent) return 'redirect_uri is missing.'
  if (redirectUri !== undefined && redirectUri !== code.redirectUri) {
    return 'redirect_uri is not the one of the authorization request.'
  }
  return checkVerifier(code.challenge, fields.get('code_verifier'))
}

function refreshTokens({ grants }: EmulatorContext, integration: Integration, fields: Map<string, string>) {
  const refreshToken = fields.get('refresh_token')
  if (!refreshToken) return { error: 'invalid_request', description: 'refresh_token is missing' } satisfies TokenRefusal
  return grants.refresh(refreshToken, integration.clientId) ?? refuseGrant(DEAD_REFRESH_TOKEN)
}

function refuseGrant(description: string): TokenRefusal {
  return { error: 'invalid_grant', description }
}
