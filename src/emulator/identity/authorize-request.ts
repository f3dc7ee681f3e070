import type { EmulatorContext } from '../context.ts'
import type { Integration } from './integrations.ts'
import { readChallenge } from './pkce.ts'
import { isLoginScope, splitScopes } from './scopes.ts'
import type { RedirectAnswer, SignInTerms } from './sign-ins.ts'

/**
 * What an authorization request comes to. `unknown-client` and `redirect-mismatch` are shown to the person on a page:
 * nobody may be sent to an address that was not registered. @see RFC 6749 §4.1.2.1
 */
export type AuthorizeOutcome =
  | { kind: 'unknown-client'; problem: string }
  | { kind: 'redirect-mismatch'; problem: string; integration: Integration; sent: string | undefined }
  | ({ kind: 'refused'; integration: Integration; redirectUri: string; state: string | undefined } & Refusal)
  | GoodRequest

export interface GoodRequest {
  kind: 'good'
  integration: Integration
  terms: SignInTerms & { answer: RedirectAnswer }
  prompt: string | undefined
  /** How long ago the person may have signed in. */
  maxAgeMs: number
}

export interface Refusal {
  error: string
  description: string
}

/** `search` is the query as it came, with or without its question mark. */
export function readAuthorizeRequest(
  search: string,
  { integrations, settings }: Pick<EmulatorContext, 'integrations' | 'settings'>,
): AuthorizeOutcome {
  const query = new URLSearchParams(search)
  const once = (name: string) => query.getAll(name).find(Boolean)
  if (query.getAll('client_id').length > 1) return { kind: 'unknown-client', problem: 'client_id was sent twice.' }
  const clientId = once('client_id')
  if (!clientId) return { kind: 'unknown-client', problem: 'client_id is missing.' }
  const integration = integrations.find(clientId)
  if (!integration) return { kind: 'unknown-client', problem: 'No integration has this client id.' }

  const sent = once('redirect_uri')
  const redirectUri = sent ?? onlyOneOf(integration.redirectUris)
  const problem = findRedirectProblem(query, integration, sent)
  if (problem || redirectUri === undefined) {
    return { kind: 'redirect-mismatch', problem: problem ?? '', integration, sent }
  }
  const state = query.getAll('state').length === 1 ? query.get('state')?.slice(0, 4096) : undefined
  const refuse = (refusal: Refusal) => ({ kind: 'refused', integration, redirectUri, state, ...refusal }) as const
  const refusal =
    findRefusal(query) ?? findScopeProblem(search, query, integration, settings) ?? findLoginProblem(query, settings)
  if (refusal) return refuse(refusal)
  const challenge = readChallenge(once('code_challenge'), once('code_challenge_method'))
  if (challenge === 'bad') return refuse(malformed('code_challenge or code_challenge_method is not valid'))
  const nonce = once('nonce')
  const answer = {
    kind: 'redirect',
    uri: redirectUri,
    uriWasSent: sent !== undefined,
    state,
    challenge,
    nonce,
  } as const
  const terms = { clientId, scopes: splitScopes(once('scope') ?? ''), hint: once('login_hint'), answer }
  const maxAgeMs = Number(once('max_age') ?? Number.POSITIVE_INFINITY) * 1000
  return { kind: 'good', integration, terms, prompt: once('prompt'), maxAgeMs }
}

function findRedirectProblem(query: URLSearchParams, integration: Integration, sent: string | undefined) {
  if (query.getAll('redirect_uri').length > 1) return 'redirect_uri was sent twice.'
  if (sent === undefined) {
    const several = 'redirect_uri is missing, and the integration has several: Webex cannot know which one is meant.'
    return integration.redirectUris.length === 1 ? undefined : several
  }
  return integration.redirectUris.includes(sent) ? undefined : 'The redirect URI is not registered.'
}

function findRefusal(query: URLSearchParams): Refusal | undefined {
  const repeated = [...new Set(query.keys())].find((name) => query.getAll(name).length > 1)
  if (repeated) return malformed(`${asText(repeated)} was sent twice`)
  const type = query.get('response_type')
  if (!type) return malformed('response_type is missing')
  if (type === 'code') return undefined
  const isImplicit = type.split(' ').every((word) => word === 'token' || word === 'id_token')
  const description = isImplicit
    ? 'the implicit grant is not emulated, it would put tokens into addresses; use response_type=code'
    : 'only response_type=code is offered'
  return { error: 'unsupported_response_type', description }
}

function findScopeProblem(
  search: string,
  query: URLSearchParams,
  { scopes: registered }: Integration,
  { plusInScope }: EmulatorContext['settings'],
): Refusal | undefined {
  const scopes = splitScopes(query.get('scope') ?? '')
  const refuse = (description: string) => ({ error: 'invalid_scope', description })
  if (scopes.length === 0) return refuse('The requested scope is missing.')
  if (plusInScope === 'refused' && /[?&]scope=[^&]*\+/.test(`?${search.replace(/^\?/, '')}`)) {
    return refuse('The requested scope is invalid: scopes are separated by %20.')
  }
  const foreign = scopes.find((scope) => !registered.includes(scope) && !isLoginScope(scope))
  return foreign === undefined ? undefined : refuse(`${asText(foreign)} is not registered`)
}

/** @see OpenID Connect Core §3.1.2.1, and WEBEX.md §1 for the nonce */
function findLoginProblem(query: URLSearchParams, { nonce }: EmulatorContext['settings']): Refusal | undefined {
  const prompts = splitScopes(query.get('prompt') ?? '')
  if (prompts.includes('none') && prompts.length > 1) return malformed('prompt=none goes with nothing else')
  if (!/^\d{0,9}$/.test(query.get('max_age') ?? '')) return malformed('max_age is a number of seconds')
  const asksForId = splitScopes(query.get('scope') ?? '').includes('openid')
  if (asksForId && !query.get('nonce') && nonce === 'required') return malformed('nonce is missing; openid needs one')
  if ((query.get('nonce') ?? '').length > 1000) return malformed('nonce is longer than 1,000 characters')
  return undefined
}

function malformed(description: string): Refusal {
  return { error: 'invalid_request', description }
}

/** Only the characters an error_description may have. @see RFC 6749 §4.1.2.1 */
function asText(text: string): string {
  return text.slice(0, 100).replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?')
}

function onlyOneOf(list: string[]): string | undefined {
  return list.length === 1 ? list[0] : undefined
}
