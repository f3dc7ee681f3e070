import { GrantkeeperError } from '../errors/index.ts'
import { checkIdToken, type IdTokenClaims, invalidIdToken } from '../oauth/id-token.ts'
import { type Login, readLogin } from '../oauth/login.ts'
import { allowedIssuers, knownIssuers } from '../oauth/provider.ts'
import type { TokenSet } from '../oauth/tokens.ts'
import type { Attempt } from './attempt.ts'
import type { GrantsContext } from './context.ts'
import type { Person } from './grant.ts'

/** Either may be unknown: that is for the scopes to say. */
export interface SignedIn {
  person: Person | undefined
  login: Login | undefined
}

/** Scopes that open `GET /people/me`. @see WEBEX.md §7 */
const PEOPLE_SCOPES = new Set(['spark:people_read', 'spark:all', 'spark-admin:people_read'])

/**
 * Finds out who signed in: from the ID token where `openid` was granted, and from Webex's directory where that may be asked.
 * @throws WX-ID-TOKEN-INVALID, WX-LOGIN-UNAVAILABLE, WX-API-*
 * @see WEBEX.md §4
 */
export async function findWhoSignedIn(context: GrantsContext, tokens: TokenSet, attempt: Attempt): Promise<SignedIn> {
  const asked = attempt.scopes
  const granted = tokens.scopes ?? asked
  const isGranted = granted.includes('openid') || tokens.idToken !== undefined
  if (!asked.includes('openid') || !isGranted) {
    return { person: await context.identify(tokens.accessToken), login: undefined }
  }
  const mayAskDirectory = granted.some((scope) => PEOPLE_SCOPES.has(scope))
  const [login, person] = await Promise.all([
    // A list without openid, beside an ID token, does not tell of the scopes of Login with Webex at all.
    checkLogin(context, tokens, granted.includes('openid') ? granted : asked, attempt.nonce()),
    mayAskDirectory ? context.identify(tokens.accessToken) : undefined,
  ])
  return { login, person: person ?? describePerson(login) }
}

/** @throws WX-ISSUER-FOREIGN when an answer names an issuer that is not Webex. @see RFC 9207 §2.4 */
export async function requireOwnIssuer(context: GrantsContext, issuer: string): Promise<void> {
  if (knownIssuers(context).includes(issuer)) return
  const allowed = allowedIssuers(context, await context.provider.read())
  if (!allowed.includes(issuer)) throw new GrantkeeperError('WX-ISSUER-FOREIGN')
}

async function checkLogin(
  context: GrantsContext,
  tokens: TokenSet,
  scopes: readonly string[],
  nonce: string,
): Promise<Login> {
  const { idToken, accessToken } = tokens
  if (!idToken) throw invalidIdToken('The answer to the code has none, though openid was granted.')
  const token = { idToken, nonce }
  const checked = await checkIdToken(context, await context.provider.read(), token)
  // Webex may have changed its keys since.
  const claims =
    checked === 'unknown-key' ? await checkIdToken(context, await context.provider.renew(), token) : checked
  return readLogin(context, { claims: requireKnownKey(claims), accessToken, scopes })
}

function requireKnownKey(claims: IdTokenClaims | 'unknown-key'): IdTokenClaims {
  if (claims === 'unknown-key') throw invalidIdToken('It is signed with a key that is not one of Webex (kid).')
  return claims
}

/**
 * The person a login tells of, with the id that the directory would give: Webex's own clients make it of the `sub` in the same
 * way. So people keep their grant when an app asks for spark:people_read later.
 */
function describePerson({ sub, name, email }: Login): Person {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(sub)
  const id = isUuid ? Buffer.from(`ciscospark://us/PEOPLE/${sub}`).toString('base64url') : sub
  return { id, displayName: name ?? email ?? '', email, orgId: null }
}
