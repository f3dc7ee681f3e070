import { hash } from 'node:crypto'
import type { Integration } from './integration.ts'

export interface AuthorizeOptions {
  state: string
  /** From {@link challengeOf}. */
  codeChallenge: string
  /** Comes back in the ID token; needed where `openid` is among the scopes. */
  nonce?: string
  /** Default: the integration's. */
  scopes?: readonly string[]
  /** Lets the person choose another account than the one signed in. */
  prompt?: 'select_account'
  /** E-mail address to fill in. */
  loginHint?: string
}

/** The address a browser is sent to, so that the person can grant access. @see RFC 6749 §4.1.1, WEBEX.md §1 */
export function authorizeUrl(integration: Integration, options: AuthorizeOptions): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: integration.clientId,
    redirect_uri: integration.redirectUri,
    scope: (options.scopes ?? integration.scopes).join(' '),
    state: options.state,
    code_challenge: options.codeChallenge,
    code_challenge_method: 'S256',
  })
  if (options.nonce !== undefined) query.set('nonce', options.nonce)
  if (options.prompt !== undefined) query.set('prompt', options.prompt)
  if (options.loginHint !== undefined) query.set('login_hint', options.loginHint)
  const separator = integration.authorizeUrl.includes('?') ? '&' : '?'
  // A real plus sign is %2B by now. Whether Webex takes + for a space in scopes is not known; %20 it takes (WEBEX.md §13.1).
  return integration.authorizeUrl + separator + query.toString().replaceAll('+', '%20')
}

/**
 * The S256 challenge of a PKCE verifier.
 * node:crypto, because oauth4webapi's own goes through WebCrypto: a promise and a thread hop in every sign-in.
 * @see RFC 7636 §4.2
 */
export function challengeOf(verifier: string): string {
  return hash('sha256', verifier, 'base64url')
}
