import { describe, expect, it } from 'vitest'
import { authorizeUrl, challengeOf } from './authorize.ts'
import { readIntegration } from './integration.ts'

const integration = readIntegration({
  clientId: 'C0123',
  clientSecret: 'canary-secret',
  redirectUri: 'http://localhost:10060/oauth?a=b&c=d+e',
  scopes: 'spark:rooms_read spark:people_read',
})
const flow = { state: 'st+ate', codeChallenge: 'challenge' }

describe('the address of a sign-in', () => {
  it('carries what Webex needs, and a space as %20', () => {
    const text = authorizeUrl(integration, flow)
    expect(text).toContain('scope=spark%3Arooms_read%20spark%3Apeople_read')
    expect(text).not.toContain('+')
    expect(Object.fromEntries(new URL(text).searchParams)).toEqual({
      response_type: 'code',
      client_id: 'C0123',
      redirect_uri: 'http://localhost:10060/oauth?a=b&c=d+e',
      scope: 'spark:rooms_read spark:people_read',
      state: 'st+ate',
      code_challenge: 'challenge',
      code_challenge_method: 'S256',
    })
  })

  it('can ask for other scopes, another account and a known address', () => {
    const text = authorizeUrl(integration, {
      ...flow,
      scopes: ['openid'],
      prompt: 'select_account',
      loginHint: 'ada+1@example.com\ud800',
    })
    const query = new URL(text).searchParams
    expect(query.get('scope')).toBe('openid')
    expect(query.get('prompt')).toBe('select_account')
    expect(query.get('login_hint')).toBe('ada+1@example.com\ufffd')
  })

  it('never carries the secret', () => {
    expect(authorizeUrl(integration, flow)).not.toContain('canary')
  })

  it('goes on after a query that the endpoint has already', () => {
    const tenant = { ...integration, authorizeUrl: 'https://login.example/authorize?tenant=1' }
    expect(authorizeUrl(tenant, flow)).toMatch(/^https:\/\/login\.example\/authorize\?tenant=1&response_type=code&/)
  })
})

describe('the challenge of a verifier', () => {
  it('is that of RFC 7636 appendix B', () => {
    expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    )
  })
})
