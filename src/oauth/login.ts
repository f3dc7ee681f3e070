import type { Secret } from '../secret.ts'
import { refuseEmulatedToken } from '../webex-host.ts'
import type { TokenRequestContext } from './endpoint-call.ts'
import { fetchJson } from './fetch-json.ts'
import { type IdTokenClaims, invalidIdToken } from './id-token.ts'

/** Who signed in, as Webex vouches for it. @see OpenID Connect Core §5.1 */
export interface Login {
  /** Webex's stable id of the person, the same in every app. Know people by this, never by their e-mail. */
  sub: string
  /** Null where the scope `email` was not granted. */
  email: string | null
  /** Whether Webex has checked that the address is theirs. */
  emailVerified: boolean
  /** Null where the scope `profile` was not granted. */
  name: string | null
}

const LONGEST_NAME = 256
const EMAIL = /^[^\s\p{C}]{3,320}$/u

/**
 * Makes a login of a checked ID token, and of userinfo where more than `openid` was granted: at the token endpoint Webex puts
 * nothing else into the token.
 * @throws WX-ID-TOKEN-INVALID when userinfo tells of somebody else; WX-LOGIN-UNAVAILABLE, WX-EMULATED-TOKEN
 * @see WEBEX.md §4, OpenID Connect Core §5.3.2
 */
export async function readLogin(
  context: TokenRequestContext,
  { claims, accessToken, scopes }: { claims: IdTokenClaims; accessToken: Secret; scopes: readonly string[] },
): Promise<Login> {
  const tellsMore = scopes.includes('email') || scopes.includes('profile')
  const told = tellsMore ? await fetchUserinfo(context, accessToken) : claims
  if (told.sub !== claims.sub) throw invalidIdToken('Userinfo tells of somebody else (sub).')
  const email = typeof told.email === 'string' && EMAIL.test(told.email) ? told.email : null
  return {
    sub: claims.sub,
    email,
    // Webex's own sample has it as a text.
    emailVerified: email !== null && (told.email_verified === true || told.email_verified === 'true'),
    name: readName(told.name),
  }
}

function fetchUserinfo(context: TokenRequestContext, accessToken: Secret) {
  const url = `${context.integration.apiUrl}/userinfo`
  refuseEmulatedToken(accessToken, url)
  return fetchJson(context, url, { authorization: `Bearer ${accessToken.reveal()}` })
}

function readName(name: unknown): string | null {
  if (typeof name !== 'string') return null
  const clean = name
    .slice(0, LONGEST_NAME)
    .replace(/\p{C}+/gu, ' ')
    .trim()
  return clean === '' ? null : clean
}
