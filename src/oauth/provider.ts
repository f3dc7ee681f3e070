import type { JSONWebKeySet, LocalJWKSet } from 'jose'
import { GrantkeeperError } from '../errors/index.ts'
import { isWebexHost } from '../webex-host.ts'
import type { TokenRequestContext } from './endpoint-call.ts'
import { fetchJson } from './fetch-json.ts'
import { readSecureUrl } from './secure-url.ts'

/** What Webex says of itself: its name in ID tokens, and the keys it signs them with. */
export interface Provider {
  issuer: string
  keys: LocalJWKSet
}

const MOST_KEYS = 100

/**
 * Webex's own issuers. Which of them is in an ID token depends on the person's region, and need not be the one that discovery
 * names. @see WEBEX.md §4 "Issuer trap"
 */
const WEBEX_ISSUERS = ['https://idbroker.webex.com/idb', 'https://idbroker-b-us.webex.com/idb']

/** Who may have signed somebody in, as far as it is known without asking: those that were set, else Webex's own. */
export function knownIssuers({ integration }: TokenRequestContext): readonly string[] {
  return integration.issuers ?? WEBEX_ISSUERS
}

/** Who may have signed somebody in: where none were set, also the one that discovery names. */
export function allowedIssuers(context: TokenRequestContext, { issuer }: Provider): readonly string[] {
  return context.integration.issuers ?? [...WEBEX_ISSUERS, issuer]
}

/**
 * Asks Webex for its issuer and its keys.
 * @throws WX-LOGIN-UNAVAILABLE
 * @see OpenID Connect Discovery §4, RFC 7517 §5
 */
export async function fetchProvider(context: TokenRequestContext): Promise<Provider> {
  const { apiUrl } = context.integration
  const { issuer, jwks_uri: keysUrl } = await fetchJson(context, `${apiUrl}/.well-known/openid-configuration`)
  if (typeof issuer !== 'string' || issuer === '') throw unusable('Discovery names no issuer.')
  const set = await fetchJson(context, readKeysUrl(keysUrl, apiUrl))
  return { issuer, keys: await readKeys(set) }
}

/** Keys from elsewhere would let elsewhere sign people in. */
function readKeysUrl(value: unknown, apiUrl: string): string {
  const url = readUrl(value)
  const isOurs = url && (url.origin === new URL(apiUrl).origin || (isWebexHost(apiUrl) && isWebexHost(url.href)))
  if (!isOurs) throw unusable('Discovery names keys that are not at Webex.')
  return url.href
}

function readUrl(value: unknown): URL | undefined {
  try {
    return readSecureUrl(value, 'jwks_uri')
  } catch {
    return undefined
  }
}

async function readKeys(set: Readonly<Record<string, unknown>>): Promise<LocalJWKSet> {
  if (!Array.isArray(set.keys) || set.keys.length > MOST_KEYS) throw unusable('Its keys are no list of keys.')
  // Loaded when first needed: most integrations never check an ID token.
  const { createLocalJWKSet } = await import('jose')
  try {
    return createLocalJWKSet({ keys: set.keys } as JSONWebKeySet)
  } catch (cause) {
    throw unusable('Its keys are no list of keys.', cause)
  }
}

function unusable(detail: string, cause?: unknown): GrantkeeperError {
  return new GrantkeeperError('WX-LOGIN-UNAVAILABLE', { detail, cause, upstreamStatus: 200 })
}
