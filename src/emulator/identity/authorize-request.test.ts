import { describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../../environment.ts'
import { createSettings, type Settings } from '../settings.ts'
import { readAuthorizeRequest } from './authorize-request.ts'
import { createIntegrations } from './integrations.ts'

const REDIRECT_URI = 'http://localhost:10060/oauth'

function read(
  change: (query: URLSearchParams) => void = () => undefined,
  redirectUris = [REDIRECT_URI],
  settings: Partial<Settings> = {},
) {
  const integrations = createIntegrations(nodeEnvironment())
  const { clientId } = integrations.add({ name: 'Test', redirectUris, scopes: ['spark:rooms_read'] })
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: 'spark:rooms_read spark:kms',
    state: 's1',
  })
  change(query)
  return readAuthorizeRequest(query.toString(), { integrations, settings: createSettings(settings) })
}

describe('an authorization request', () => {
  it('is good with a registered redirect URI and registered scopes, spark:kms among them', () => {
    const answer = { uri: REDIRECT_URI, state: 's1' }
    expect(read()).toMatchObject({ kind: 'good', terms: { answer, scopes: ['spark:rooms_read', 'spark:kms'] } })
  })

  it('may leave out the redirect URI when exactly one is registered', () => {
    const leaveOut = (query: URLSearchParams) => query.delete('redirect_uri')
    expect(read(leaveOut)).toMatchObject({ kind: 'good', terms: { answer: { uriWasSent: false } } })
    expect(read(leaveOut, [REDIRECT_URI, `${REDIRECT_URI}2`]).kind).toBe('redirect-mismatch')
  })

  it.each([
    ['no client id', (query: URLSearchParams) => query.delete('client_id')],
    ['an unknown client id', (query: URLSearchParams) => query.set('client_id', 'C0')],
    ['two client ids', (query: URLSearchParams) => query.append('client_id', 'C0')],
  ])('with %s never redirects', (_what, change) => {
    expect(read(change).kind).toBe('unknown-client')
  })

  it.each([
    ['a slash more', (query: URLSearchParams) => query.set('redirect_uri', `${REDIRECT_URI}/`)],
    ['other letters', (query: URLSearchParams) => query.set('redirect_uri', REDIRECT_URI.replace('oauth', 'OAuth'))],
    ['two redirect URIs', (query: URLSearchParams) => query.append('redirect_uri', REDIRECT_URI)],
    ['a script', (query: URLSearchParams) => query.set('redirect_uri', 'javascript:alert(1)')],
  ])('whose redirect URI has %s never redirects', (_what, change) => {
    expect(read(change).kind).toBe('redirect-mismatch')
  })

  it.each([
    ['invalid_scope', 'no scope', (query: URLSearchParams) => query.delete('scope')],
    ['invalid_scope', 'an empty scope', (query: URLSearchParams) => query.set('scope', ' ')],
    ['invalid_scope', 'an unregistered scope', (query: URLSearchParams) => query.set('scope', 'spark:people_read')],
    ['invalid_request', 'openid without a nonce', (query: URLSearchParams) => query.set('scope', 'openid')],
    ['invalid_request', 'no response type', (query: URLSearchParams) => query.delete('response_type')],
    ['unsupported_response_type', 'token', (query: URLSearchParams) => query.set('response_type', 'token')],
    ['unsupported_response_type', 'id_token', (query: URLSearchParams) => query.set('response_type', 'id_token token')],
    ['invalid_request', 'a scope sent twice', (query: URLSearchParams) => query.append('scope', 'spark:kms')],
    ['invalid_request', 'a short challenge', (query: URLSearchParams) => query.set('code_challenge', 'x')],
    ['invalid_request', 'a method alone', (query: URLSearchParams) => query.set('code_challenge_method', 'S256')],
    ['invalid_request', 'none among other prompts', (query: URLSearchParams) => query.set('prompt', 'none login')],
    ['invalid_request', 'an age that is no number', (query: URLSearchParams) => query.set('max_age', '-1')],
  ])('is sent back with %s for %s', (error, _what, change) => {
    expect(read(change)).toMatchObject({ kind: 'refused', redirectUri: REDIRECT_URI, state: 's1', error })
  })

  it('for login needs no registered scopes', () => {
    const login = (query: URLSearchParams) => {
      query.set('scope', 'openid email profile phone address')
      query.set('nonce', 'n1')
    }
    expect(read(login)).toMatchObject({ kind: 'good', terms: { answer: { nonce: 'n1' } } })
    const withoutNonce = (query: URLSearchParams) => query.set('scope', 'openid')
    expect(read(withoutNonce, undefined, { nonce: 'optional' }).kind).toBe('good')
  })

  it('may separate scopes by + or not, as the setting says', () => {
    expect(read().kind).toBe('good')
    const refused = read(undefined, undefined, { plusInScope: 'refused' })
    expect(refused).toMatchObject({ kind: 'refused', error: 'invalid_scope' })
  })

  it('that is implicit is told why it is refused', () => {
    const outcome = read((query) => query.set('response_type', 'token'))
    expect(outcome).toMatchObject({ description: expect.stringContaining('implicit') })
  })

  it('sent back describes the error in the characters the standard allows', () => {
    const outcome = read((query) => query.set('scope', '"<\\é>"'))
    expect(outcome).toMatchObject({ kind: 'refused', description: '?<??>? is not registered' })
  })
})
