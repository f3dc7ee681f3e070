import { describe, expect, it } from 'vitest'
import { GrantkeeperError } from '../errors/index.ts'
import { Secret } from '../secret.ts'
import { isWebexHost } from '../webex-host.ts'
import { type IntegrationOptions, readAuthorizationUrl, readIntegration } from './integration.ts'

const good: IntegrationOptions = {
  clientId: 'C0123',
  clientSecret: 'canary-secret',
  redirectUri: 'http://localhost:10060/oauth',
  scopes: 'spark:rooms_read spark:people_read',
}

function failureOf(work: () => unknown): GrantkeeperError {
  try {
    work()
  } catch (error) {
    if (error instanceof GrantkeeperError) return error
    throw error
  }
  throw new Error('it did not fail')
}

describe('an integration', () => {
  it('talks to the real Webex unless told otherwise', () => {
    expect(readIntegration(good)).toMatchObject({
      apiUrl: 'https://webexapis.com/v1',
      authorizeUrl: 'https://webexapis.com/v1/authorize',
      tokenUrl: 'https://webexapis.com/v1/access_token',
      revokeUrl: 'https://idbroker.webex.com/idb/oauth2/v1/revoke',
      scopes: ['spark:rooms_read', 'spark:people_read'],
    })
  })

  it('may have scopes to ask for later, or none', () => {
    for (const optionalScopes of [undefined, '', []]) {
      expect(readIntegration({ ...good, optionalScopes }).optionalScopes).toEqual([])
    }
    expect(readIntegration({ ...good, optionalScopes: 'spark:teams_read' }).optionalScopes).toEqual([
      'spark:teams_read',
    ])
  })

  it('derives every endpoint from another base, with or without a slash at its end', () => {
    expect(readIntegration({ ...good, baseUrl: 'http://127.0.0.1:10061/v1/' })).toMatchObject({
      apiUrl: 'http://127.0.0.1:10061/v1',
      tokenUrl: 'http://127.0.0.1:10061/v1/access_token',
      revokeUrl: 'http://127.0.0.1:10061/idb/oauth2/v1/revoke',
    })
  })

  it('is frozen and does not show its secret', () => {
    const integration = readIntegration({ ...good, clientSecret: new Secret('canary-secret') })
    expect(Object.isFrozen(integration)).toBe(true)
    expect(Object.isFrozen(integration.scopes)).toBe(true)
    expect(JSON.stringify(integration)).not.toContain('canary')
    expect(integration.clientSecret.reveal()).toBe('canary-secret')
  })

  it.each([
    'http://localhost:10060/oauth',
    'http://127.0.0.1/oauth',
    'http://127.9.9.9/oauth',
    'http://[::1]:1/oauth',
    'http://0.0.0.0:10060/oauth',
    'https://app.example/oauth/',
  ])('keeps the redirect URI %s letter by letter', (redirectUri) => {
    expect(readIntegration({ ...good, redirectUri }).redirectUri).toBe(redirectUri)
  })

  it.each<[Partial<Record<keyof IntegrationOptions, unknown>>, string, string]>([
    [{ clientId: undefined }, 'WX-CONFIG-MISSING', 'clientId'],
    [{ clientId: '' }, 'WX-CONFIG-MISSING', 'clientId'],
    [{ clientId: 'two words' }, 'WX-CONFIG-INVALID', 'clientId'],
    [{ clientSecret: undefined }, 'WX-CONFIG-MISSING', 'clientSecret'],
    [{ clientSecret: 'canary\n' }, 'WX-CONFIG-INVALID', 'clientSecret'],
    [{ redirectUri: undefined }, 'WX-CONFIG-MISSING', 'redirectUri'],
    [{ redirectUri: '/oauth' }, 'WX-CONFIG-INVALID', 'redirectUri'],
    [{ redirectUri: 'javascript:alert(1)' }, 'WX-CONFIG-INVALID', 'redirectUri'],
    [{ redirectUri: 'https://app.example/oauth#' }, 'WX-CONFIG-INVALID', 'redirectUri'],
    [{ redirectUri: 'https://me:canary@app.example/oauth' }, 'WX-CONFIG-INVALID', 'redirectUri'],
    [{ redirectUri: 'http:\\\\localhost/oauth' }, 'WX-CONFIG-INVALID', 'redirectUri'],
    [{ redirectUri: 'http://app.example/oauth' }, 'WX-CONFIG-INSECURE', 'redirectUri'],
    [{ redirectUri: 'http://127.0.0.1.app.example/oauth' }, 'WX-CONFIG-INSECURE', 'redirectUri'],
    [{ redirectUri: 'http://localhost.app.example/oauth' }, 'WX-CONFIG-INSECURE', 'redirectUri'],
    [{ baseUrl: 'http://webexapis.com/v1' }, 'WX-CONFIG-INSECURE', 'baseUrl'],
    [{ baseUrl: 'http://0.0.0.0:10061/v1' }, 'WX-CONFIG-INSECURE', 'baseUrl'],
    [{ baseUrl: 'https://webexapis.com/v1?x=1' }, 'WX-CONFIG-INVALID', 'baseUrl'],
    [{ tokenUrl: 'http://evil.example/token' }, 'WX-CONFIG-INSECURE', 'tokenUrl'],
    [{ scopes: undefined }, 'WX-CONFIG-MISSING', 'scopes'],
    [{ scopes: [] }, 'WX-CONFIG-MISSING', 'scopes'],
    [{ scopes: ' ' }, 'WX-CONFIG-MISSING', 'scopes'],
    [{ scopes: 7 }, 'WX-CONFIG-INVALID', 'scopes'],
    [{ scopes: 'spark:all,spark:kms' }, 'WX-SCOPE-UNKNOWN', 'Number 1 of 1'],
    [{ optionalScopes: 7 }, 'WX-CONFIG-INVALID', 'optionalScopes'],
    [{ optionalScopes: Array.from({ length: 33 }, (_, i) => `x${i}`) }, 'WX-CONFIG-INVALID', 'optionalScopes'],
  ])('refuses %o with %s and says where', (wrong, code, where) => {
    const error = failureOf(() => readIntegration({ ...good, ...wrong } as IntegrationOptions))
    expect(error.code).toBe(code)
    expect(error.detail).toContain(where)
    expect(`${error.stack} ${error.cause}`).not.toContain('canary')
  })
})

describe('the authorization URL of the portal', () => {
  const portal =
    'https://webexapis.com/v1/authorize?client_id=C0123&response_type=code&redirect_uri=http%3A%2F%2F0.0.0.0%3A10060%2Foauth' +
    '&scope=meeting%3Arecordings_read%20spark%3Aall%20spark%3Akms&state=set_state_here'

  it('gives the parts of an integration', () => {
    expect(readAuthorizationUrl(portal)).toEqual({
      clientId: 'C0123',
      redirectUri: 'http://0.0.0.0:10060/oauth',
      scopes: ['meeting:recordings_read', 'spark:all', 'spark:kms'],
      baseUrl: 'https://webexapis.com/v1',
    })
  })

  it('may be one of an emulator', () => {
    const emulated = portal.replace('https://webexapis.com', 'http://127.0.0.1:10061')
    expect(readAuthorizationUrl(emulated).baseUrl).toBe('http://127.0.0.1:10061/v1')
  })

  it.each([
    ['', 'WX-CONFIG-MISSING'],
    ['C0123', 'WX-CONFIG-INVALID'],
    [portal.replace('/v1/authorize', '/authorize'), 'WX-CONFIG-INVALID'],
    [portal.replace('/v1/authorize', '/v1/access_token'), 'WX-CONFIG-INVALID'],
    [portal.replace('client_id', 'id'), 'WX-CONFIG-MISSING'],
    [portal.replace('redirect_uri', 'uri'), 'WX-CONFIG-MISSING'],
    [portal.replace('scope', 'scopes'), 'WX-CONFIG-MISSING'],
    [`${portal}&client_id=C9`, 'WX-CONFIG-INVALID'],
    [portal.replace('=code', '=token'), 'WX-CONFIG-INVALID'],
    [portal.replace('https:', 'http:'), 'WX-CONFIG-INSECURE'],
  ])('is refused when it is %s', (text, code) => {
    expect(failureOf(() => readAuthorizationUrl(text)).code).toBe(code)
  })
})

describe('a host of the real Webex', () => {
  it.each([
    'https://webexapis.com/v1',
    'https://idbroker-b-us.webex.com/idb',
    'https://api.ciscospark.com.',
    'https://WEBEX.com',
  ])('is %s', (url) => expect(isWebexHost(url)).toBe(true))
  it.each(['http://127.0.0.1:10061/v1', 'https://notwebex.com', 'https://webex.com.evil.example', 'webex.com', ''])(
    'is not %s',
    (url) => expect(isWebexHost(url)).toBe(false),
  )
})
