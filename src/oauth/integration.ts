import { GrantkeeperError } from '../errors/index.ts'
import { Secret } from '../secret.ts'
import { isWebexHost } from '../webex-host.ts'
import { readScopes } from './scopes.ts'
import { invalidSetting, isLoopbackOrAnyHost, readSecureUrl, readSetting } from './secure-url.ts'

/** What Webex knows this app as, and where Webex is. Read once, then frozen. */
export interface Integration {
  readonly clientId: string
  readonly clientSecret: Secret
  /** Exactly as registered; Webex compares it letter by letter. */
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly optionalScopes: readonly string[]
  /** Base of the REST API, such as `https://webexapis.com/v1`, without a slash at its end. */
  readonly apiUrl: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
  readonly revokeUrl: string
  /** Undefined: Webex's own. */
  readonly issuers: readonly string[] | undefined
}

export interface IntegrationOptions {
  clientId: string
  clientSecret: string | Secret
  /** https, or http on this computer (localhost, 127.0.0.0/8, ::1, 0.0.0.0). */
  redirectUri: string
  /** A list, or a text separated by spaces. Each must be ticked on the integration. */
  scopes: string | readonly string[]
  /**
   * Scopes that are not asked for at first, and may be later: `POST /connect?scopes=…` asks for them on top. Each must be
   * ticked on the integration too. At most 32. Default none.
   */
  optionalScopes?: string | readonly string[]
  /** Base of the REST API. Default `https://webexapis.com/v1`. */
  baseUrl?: string
  /** Default: `authorize` under the base. */
  authorizeUrl?: string
  /** Default: `access_token` under the base. */
  tokenUrl?: string
  /** Default: Webex's identity broker; for any other base, `/idb/oauth2/v1/revoke` on its origin. */
  revokeUrl?: string
  /**
   * Who may have issued an ID token, compared letter by letter. Default: the issuers of Webex that are known, and the one that
   * its discovery names. Where one is missing, WX-ID-TOKEN-INVALID tells its name. @see WEBEX.md §4
   */
  issuers?: readonly string[]
}

/** The parts of an integration that its OAuth Authorization URL tells. */
export interface AuthorizationUrlParts {
  clientId: string
  redirectUri: string
  scopes: string[]
  baseUrl: string
}

const WEBEX_API = 'https://webexapis.com/v1'
const MOST_OPTIONAL = 32
const REVOKE_PATH = '/idb/oauth2/v1/revoke'

/**
 * Checks the options of an integration once and freezes what they mean. The error's `detail` names the option.
 * @throws WX-CONFIG-MISSING, WX-CONFIG-INVALID, WX-CONFIG-INSECURE, WX-SCOPE-UNKNOWN
 * @see RFC 9700 §2.1, §2.6
 */
export function readIntegration(options: IntegrationOptions): Integration {
  const apiUrl = readBaseUrl(options.baseUrl ?? WEBEX_API)
  return Object.freeze({
    clientId: readSetting(options.clientId, 'clientId'),
    clientSecret: readClientSecret(options.clientSecret),
    redirectUri: readRedirectUri(options.redirectUri),
    scopes: Object.freeze(readScopeOption(options.scopes)),
    optionalScopes: Object.freeze(readOptionalScopes(options.optionalScopes)),
    apiUrl,
    authorizeUrl: readEndpoint(options.authorizeUrl ?? `${apiUrl}/authorize`, 'authorizeUrl'),
    tokenUrl: readEndpoint(options.tokenUrl ?? `${apiUrl}/access_token`, 'tokenUrl'),
    revokeUrl: readEndpoint(options.revokeUrl ?? chooseRevokeUrl(apiUrl), 'revokeUrl'),
    issuers: readIssuers(options.issuers),
  })
}

/**
 * Reads the OAuth Authorization URL that the portal shows for an integration. Its placeholder state is ignored.
 * @throws WX-CONFIG-MISSING, WX-CONFIG-INVALID, WX-CONFIG-INSECURE, WX-SCOPE-UNKNOWN
 * @see WEBEX.md §11
 */
export function readAuthorizationUrl(text: string): AuthorizationUrlParts {
  const option = 'authorizationUrl'
  const url = readSecureUrl(text, option)
  if (!url.pathname.endsWith('/authorize')) throw invalidSetting(option, 'has a path that does not end in /authorize')
  const baseUrl = url.origin + url.pathname.slice(0, -'/authorize'.length)
  // Without /v1 the gateway of Webex answers, and refuses whatever it is sent.
  if (isWebexHost(baseUrl) && url.pathname !== '/v1/authorize')
    throw invalidSetting(option, 'lacks the /v1/authorize path')
  const responseType = url.searchParams.get('response_type')
  if (responseType !== null && responseType !== 'code') throw invalidSetting(option, 'asks for no code (response_type)')
  return {
    clientId: readSetting(readOnce(url, 'client_id', option), 'client_id in the authorizationUrl'),
    redirectUri: readRedirectUri(readOnce(url, 'redirect_uri', option), 'redirect_uri in the authorizationUrl'),
    scopes: readScopeOption(readOnce(url, 'scope', option), 'scope in the authorizationUrl'),
    baseUrl,
  }
}

function readIssuers(issuers: unknown): readonly string[] | undefined {
  if (issuers === undefined) return undefined
  if (!Array.isArray(issuers) || issuers.length === 0) throw invalidSetting('issuers', 'is no list of addresses')
  for (const issuer of issuers) readSecureUrl(issuer, 'issuers')
  return Object.freeze([...issuers])
}

function readBaseUrl(value: string): string {
  const url = readSecureUrl(value, 'baseUrl')
  if (url.search) throw invalidSetting('baseUrl', 'has a query (?)')
  return url.href.replace(/\/$/, '')
}

function readEndpoint(value: string, option: string): string {
  return readSecureUrl(value, option).href
}

function readRedirectUri(value: unknown, option = 'redirectUri'): string {
  readSecureUrl(value, option, isLoopbackOrAnyHost)
  return String(value)
}

function readClientSecret(value: string | Secret): Secret {
  return new Secret(readSetting(value instanceof Secret ? value.reveal() : value, 'clientSecret'))
}

function readOptionalScopes(value: unknown): string[] {
  const isGiven = value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
  const scopes = isGiven ? readScopeOption(value, 'optionalScopes') : []
  // Each attempt's cookie names those it asks for.
  if (scopes.length > MOST_OPTIONAL) throw invalidSetting('optionalScopes', `are more than ${MOST_OPTIONAL}`)
  return scopes
}

function readScopeOption(value: unknown, option = 'scopes'): string[] {
  const text = Array.isArray(value) ? value.join(' ') : (value ?? '')
  if (typeof text !== 'string') throw invalidSetting(option, 'is neither a text nor a list')
  const scopes = readScopes(text)
  if (scopes.length === 0) throw new GrantkeeperError('WX-CONFIG-MISSING', { detail: `${option} is not set.` })
  return scopes
}

function readOnce(url: URL, name: string, option: string): string | undefined {
  const values = url.searchParams.getAll(name)
  if (values.length > 1) throw invalidSetting(option, `has ${name} more than once`)
  return values[0]
}

function chooseRevokeUrl(apiUrl: string): string {
  const origin = isWebexHost(apiUrl) ? 'https://idbroker.webex.com' : new URL(apiUrl).origin
  return origin + REVOKE_PATH
}
