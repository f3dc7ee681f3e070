import type { EmulatorContext } from '../context.ts'
import type { Code } from './codes.ts'
import type { IssuedTokens, TokenForm } from './grants.ts'
import type { Integration } from './integrations.ts'
import { checkVerifier } from './pkce.ts'
import { splitScopes } from './scopes.ts'

/** An error of RFC 6749 §5.2, with a description that says what to look at. */
export interface TokenRefusal {
  error:
    | 'invalid_request'
    | 'invalid_client'
    | 'invalid_grant'
    | 'invalid_scope'
    | 'unsupported_grant_type'
    | 'tokenlimit_reached'
  description: string
}

/** Tokens that were given, with the code they were given for. */
export type TokenOutcome = (IssuedTokens & { code?: Code }) | TokenRefusal

export const SCOPE_REDUCTION = 'urn:cisco:oauth:grant-type:scope-reduction'

const DEAD_REFRESH_TOKEN = 'The refresh token provided is expired, revoked, malformed, or invalid'

/** Decides over a token request of a client that proved who it is. Everything happens at once: no other request comes in between. */
export function grantTokens(
  context: EmulatorContext,
  integration: Integration,
  fields: Map<string, string>,
  form: TokenForm | undefined,
): TokenOutcome {
  switch (fields.get('grant_type')) {
    case undefined:
    case '':
      return { error: 'invalid_request', description: 'grant_type is missing' }
    case 'authorization_code':
      return redeemCode(context, integration, fields, form)
    case 'refresh_token':
      return refreshTokens(context, integration, fields, form)
    default:
      return { error: 'unsupported_grant_type', description: 'grant_type is authorization_code or refresh_token' }
  }
}

/** An access token for fewer scopes; the token itself proves who asks. @see WEBEX.md §2 */
export function reduceScopes(
  { grants }: EmulatorContext,
  fields: Map<string, string>,
  form: TokenForm | undefined,
): TokenOutcome {
  const token = grants.findAccessToken(fields.get('token') ?? '')
  if (!token || token.grant.clientId !== fields.get('client_id')) {
    return refuseGrant('The token is expired, revoked, or not of this client.')
  }
  const scopes = splitScopes(fields.get('scope') ?? '')
  const isFewer = scopes.length > 0 && scopes.every((scope) => token.scopes.includes(scope))
  if (!isFewer) return { error: 'invalid_scope', description: 'scope names none, or one that the token does not have' }
  return { grant: token.grant, access: grants.reduce(token, scopes, form) }
}

function redeemCode(
  context: EmulatorContext,
  integration: Integration,
  fields: Map<string, string>,
  form: TokenForm | undefined,
): TokenOutcome {
  const text = fields.get('code')
  if (!text) return { error: 'invalid_request', description: 'code is missing' }
  const code = context.codes.find(text)
  if (!code || code.clientId !== integration.clientId) return refuseGrant('The code was never given to this client.')
  if (code.grantId !== undefined) return refuseUsedCode(context, code.grantId)
  const problem = findCodeProblem(context, code, fields)
  if (problem) return refuseGrant(problem)
  const { clientId, userKey, scopes } = code
  if (context.grants.isFull({ clientId, userKey })) {
    return { error: 'tokenlimit_reached', description: 'The person has given this integration too many grants.' }
  }
  const issued = context.grants.begin({ kind: 'integration', clientId, userKey, scopes }, form)
  code.grantId = issued.grant.id
  return { ...issued, code }
}

/** A code that comes twice was stolen by one of the two: nobody keeps what it gave. @see RFC 6749 §4.1.2 */
function refuseUsedCode({ grants, settings }: EmulatorContext, grantId: string): TokenRefusal {
  if (settings.usedCode === 'is-refused') return refuseGrant('The code was used before.')
  const grant = grants.find(grantId)
  if (grant) grants.revoke(grant)
  return refuseGrant('The code was used before; the tokens it gave are revoked.')
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

function refreshTokens(
  { grants }: EmulatorContext,
  integration: Integration,
  fields: Map<string, string>,
  form: TokenForm | undefined,
): TokenOutcome {
  const refreshToken = fields.get('refresh_token')
  if (!refreshToken) return { error: 'invalid_request', description: 'refresh_token is missing' }
  return grants.refresh(refreshToken, integration.clientId, form) ?? refuseGrant(DEAD_REFRESH_TOKEN)
}

function refuseGrant(description: string): TokenRefusal {
  return { error: 'invalid_grant', description }
}
