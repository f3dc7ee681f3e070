import type { Integration, Integrations } from './integrations.ts'
import { readChallenge } from './pkce.ts'
import { LOGIN_SCOPES, splitScopes } from './scopes.ts'
import type { SignIn } from './sign-ins.ts'

/**
 * What an authorization request comes to. `unknown-client` and `redirect-mismatch` are shown to the person on a page:
 * nobody may be sent to an address that was not registered. @see RFC 6749 §4.1.2.1
 */
export type AuthorizeOutcome =
  | { kind: 'unknown-client'; problem: string }
  | { kind: 'redirect-mismatch'; problem: string; integration: Integration; sent: string | undefined }
  | {
      kind: 'refused'
      integration: Integration
      redirectUri: string
      state: string | undefined
      error: string
      description: string
    }
  | { kind: 'good'; integration: Integration; request: Omit<SignIn, 'id' | 'userKey' | 'expiresAt'> }

export function readAuthorizeRequest(query: URLSearchParams, integrations: Integrations): AuthorizeOutcome {
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
  const refusal = findRefusal(query, integration)
  if (refusal) return { kind: 'refused', integration, redirectUri, state, ...refusal }
  const challenge = readChallenge(once('code_challenge'), once('code_challenge_method'))
  if (challenge === 'bad') {
    const description = 'code_challenge or code_challenge_method is not valid'
    return { kind: 'refused', integration, redirectUri, state, error: 'invalid_request', description }
  }
  const scopes = splitScopes(once('scope') ?? '')
  const request = { clientId, redirectUri, redirectUriWasSent: sent !== undefined, scopes, state, challenge }
  return { kind: 'good', integration, request }
}

function findRedirectProblem(query: URLSearchParams, integration: Integration, sent: string | undefined) {
  if (query.getAll('redirect_uri').length > 1) return 'redirect_uri was sent twice.'
  if (sent === undefined) {
    const several = 'redirect_uri is missing, and the integration has several: Webex cannot know which one is meant.'
    return integration.redirectUris.length === 1 ? undefined : several
  }
  return integration.redirectUris.includes(sent) ? undefined : 'The redirect URI is not registered.'
}

function findRefusal(query: URLSearchParams, { scopes: registered }: Integration) {
  const repeated = [...new Set(query.keys())].find((name) => query.getAll(name).length > 1)
  if (repeated) return { error: 'invalid_request', description: `${asText(repeated)} was sent twice` }
  if (query.get('response_type') !== 'code') {
    const description = 'only response_type=code is offered'
    return query.get('response_type')
      ? { error: 'unsupported_response_type', description }
      : { error: 'invalid_request', description: 'response_type is missing' }
  }
  const scopes = splitScopes(query.get('scope') ?? '')
  if (scopes.length === 0) return { error: 'invalid_scope', description: 'The requested scope is missing.' }
  const login = scopes.find((scope) => LOGIN_SCOPES.includes(scope))
  if (login) return { error: 'invalid_scope', description: `${login}: Login with Webex is not emulated` }
  const foreign = scopes.find((scope) => !registered.includes(scope))
  if (foreign) return { error: 'invalid_scope', description: `${asText(foreign)} is not registered` }
  if (query.get('prompt') === 'none') return { error: 'login_required', description: 'nobody is ever signed in here' }
  return undefined
}

/** Only the characters an error_description may have. @see RFC 6749 §4.1.2.1 */
function asText(text: string): string {
  return text.slice(0, 100).replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?')
}

function onlyOneOf(list: string[]): string | undefined {
  return list.length === 1 ? list[0] : undefined
}
