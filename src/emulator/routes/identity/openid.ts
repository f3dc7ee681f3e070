import type { Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { issuerOf } from '../../identity/signed-tokens.ts'
import { answerError, answerJson } from '../../server/answers.ts'
import { readCaller } from '../../server/bearer.ts'

/**
 * `GET /v1/.well-known/openid-configuration`. Webex also lists the implicit grant and `id_token`; they are left out here, as
 * they are refused. @see WEBEX.md §4
 */
export function discoveryRoute(context: EmulatorContext): Handler<Exchange> {
  return () => {
    const origin = context.origin()
    return answerJson({
      issuer: issuerOf(context, context.settings.metadataIssuer),
      authorization_endpoint: `${origin}/v1/authorize`,
      token_endpoint: `${origin}/v1/access_token`,
      userinfo_endpoint: `${origin}/v1/userinfo`,
      jwks_uri: `${origin}/v1/verification`,
      revocation_endpoint: `${origin}/idb/oauth2/v1/revoke`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      scopes_supported: ['openid', 'email', 'profile', 'phone', 'address'],
      claims_supported: CLAIMS,
      code_challenge_methods_supported: ['plain', 'S256'],
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
    })
  }
}

const CLAIMS = [
  ...['aud', 'sub', 'auth_time', 'iss', 'exp', 'iat', 'nonce', 'email', 'email_verified', 'name', 'given_name'],
  ...['family_name', 'locale', 'phone', 'address'],
]

/** `GET /v1/verification`: the keys that ID tokens are signed with. @see RFC 7517 §5 */
export function keysRoute({ signingKeys }: EmulatorContext): Handler<Exchange> {
  return async () => answerJson({ keys: (await signingKeys.published()).map(({ jwk }) => jwk) })
}

/** `GET /v1/userinfo`: what the granted scopes open; what a person does not have is absent. @see WEBEX.md §4 */
export function userinfoRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const caller = readCaller(context, c, 'openid')
    if (caller instanceof Response) return caller
    const { user, token } = caller
    const [given = '', ...family] = user.displayName.split(' ')
    const isVerified = context.settings.emailVerified === 'text' ? 'true' : true
    return answerJson({
      sub: user.uuid,
      ...(token.scopes.includes('email') && { email: user.email, email_verified: isVerified }),
      ...(token.scopes.includes('profile') && {
        name: user.displayName,
        given_name: given,
        family_name: family.join(' '),
      }),
    })
  }
}

/** `GET /v1/.well-known/webfinger`: whose broker somebody signs in at. @see RFC 7033 */
export function webfingerRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const { trackingId } = c.env
    const resource = c.req.query('resource')
    if (!resource?.startsWith('acct:')) return answerError(trackingId, 400, "Required 'resource' is acct:<e-mail>.")
    const user = context.people.findByEmail(resource.slice('acct:'.length))
    if (!user) return answerError(trackingId, 404, 'Nobody has this address.')
    const href = issuerOf(context, context.settings.idTokenIssuer)
    return answerJson({ subject: resource, links: [{ rel: 'http://openid.net/specs/connect/1.0/issuer', href }] })
  }
}
