import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  type Environment,
  nodeEnvironment,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from '../environment.ts'
import { Secret } from '../secret.ts'
import { isEmulatedToken } from '../webex-host.ts'
import { readIntegration } from './integration.ts'
import { exchangeCode, refreshTokens, TokenRequestError, type TokenSet } from './tokens.ts'

const NOW = 1_800_000_000_000
const integration = readIntegration({
  clientId: 'C0123',
  clientSecret: 'canary-secret',
  redirectUri: 'http://localhost:10060/oauth',
  scopes: 'spark:rooms_read',
})
const GOOD = {
  access_token: 'canary-access',
  expires_in: 1209599,
  refresh_token: 'canary-refresh',
  refresh_token_expires_in: 7775999,
  token_type: 'Bearer',
  scope: 'spark:rooms_read spark:people_read',
}

/** A world whose clock stands still and whose waits last until they are ended. */
function worldWith(transport: Transport): Environment {
  const sleep = (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  return nodeEnvironment({ transport, now: () => NOW, sleep })
}

function answering(answer: Partial<TransportResponse>): Transport {
  return async () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '', ...answer })
}

function exchange(transport: Transport): Promise<TokenSet> {
  const options = { code: new Secret('canary-code'), verifier: new Secret('canary-verifier') }
  return exchangeCode({ integration, environment: worldWith(transport) }, options)
}

function refresh(transport: Transport, changes: Partial<typeof integration> = {}): Promise<TokenSet> {
  const context = { integration: { ...integration, ...changes }, environment: worldWith(transport) }
  return refreshTokens(context, { refreshToken: new Secret('canary-refresh') })
}

async function failureOf(work: Promise<unknown>): Promise<TokenRequestError> {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(TokenRequestError)
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('canary')
  return error
}

describe('an exchange', () => {
  it('sends code, verifier and client in the body, each as one value', async () => {
    const sent: TransportRequest[] = []
    const context = {
      integration,
      environment: worldWith(async (request) => {
        sent.push(request)
        return { status: 200, headers: {}, body: JSON.stringify(GOOD) }
      }),
    }
    await exchangeCode(context, { code: new Secret('a&client_id=evil'), verifier: new Secret('v+ w') })
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://webexapis.com/v1/access_token', maxBytes: 65_536 })
    expect(sent[0]?.headers).not.toHaveProperty('authorization')
    expect([...new URLSearchParams(sent[0]?.body)].sort()).toEqual([
      ['client_id', 'C0123'],
      ['client_secret', 'canary-secret'],
      ['code', 'a&client_id=evil'],
      ['code_verifier', 'v+ w'],
      ['grant_type', 'authorization_code'],
      ['redirect_uri', 'http://localhost:10060/oauth'],
    ])
  })

  it('gives tokens that cannot be printed, and expiries counted from its start', async () => {
    const tokens = await exchange(answering({ body: JSON.stringify(GOOD) }))
    expect(tokens.accessToken.reveal()).toBe('canary-access')
    expect(tokens.refreshToken?.reveal()).toBe('canary-refresh')
    expect(tokens).toMatchObject({
      accessExpiresAt: NOW + 1_209_599_000,
      refreshExpiresAt: NOW + 7_775_999_000,
      scopes: ['spark:rooms_read', 'spark:people_read'],
    })
    expect(JSON.stringify(tokens) + inspect(tokens)).not.toContain('canary')
  })

  it('takes what Webex leaves out or writes in its own way', async () => {
    const body = JSON.stringify({ access_token: 'a', expires_in: '60', refresh_token: null, id_token: 'x', scope: 7 })
    expect(await exchange(answering({ body }))).toMatchObject({
      accessExpiresAt: NOW + 60_000,
      refreshToken: undefined,
      refreshExpiresAt: undefined,
      scopes: undefined,
    })
  })

  it('calls a rejected code a rejected code', async () => {
    const error = await failureOf(exchange(answering({ status: 400, body: '{"error":"invalid_grant"}' })))
    expect(error).toMatchObject({ code: 'WX-CODE-REJECTED', outcome: 'grant-rejected' })
  })
})

const text = (value: unknown) => JSON.stringify(value)
const without = (name: keyof typeof GOOD) => text({ ...GOOD, [name]: undefined })
const MALFORMED = [
  ...[
    '',
    ' ',
    'null',
    'true',
    '1',
    '"x"',
    '[]',
    '[{}]',
    '{}',
    '{',
    '<html>canary</html>',
    '\ufeff{}',
    'access_token=a',
  ],
  ...[
    '{"access_token":"canary"',
    '{"__proto__":{"access_token":"canary","expires_in":1}}',
    text([GOOD]),
    text({ GOOD }),
  ],
  ...['{"error":"invalid_grant"}', '{"error":"invalid_client"}', '{"message":"invalid_grant"}'],
  ...[without('access_token'), without('expires_in')],
  ...['', ' ', 'a b', 'a\n', 'a\u0000', 'ä', '\u{1f600}', 'x'.repeat(16_385), null, 7, true, {}, ['canary']].map(
    (access_token) => text({ ...GOOD, access_token }),
  ),
  ...[0, -1, 315_360_001, null, '', '-1', '1e3', '0x10', '1.5', ' 5', 'soon', true, {}, [60], '99999999999'].map(
    (expires_in) => text({ ...GOOD, expires_in }),
  ),
  ...['', 'a b', 'a\r\nb', 'x'.repeat(16_385), 7, false, {}, []].map((refresh_token) =>
    text({ ...GOOD, refresh_token }),
  ),
  ...['mac', 'dpop', 'N_A', '', 7, {}].map((token_type) => text({ ...GOOD, token_type })),
]

describe('a malformed answer', () => {
  it('comes in at least sixty kinds', () => expect(new Set(MALFORMED).size).toBeGreaterThanOrEqual(60))

  it.each(MALFORMED.map((body) => [body.slice(0, 60), body]))('such as %s has an unknown outcome', async (_, body) => {
    expect(await failureOf(refresh(answering({ body })))).toMatchObject({
      code: 'WX-TOKEN-RESPONSE',
      outcome: 'unknown',
    })
  })
})

describe('an emulated token', () => {
  it('is known by its second part only', () => {
    expect(isEmulatedToken(new Secret('abc_EMUL_org'))).toBe(true)
    expect(isEmulatedToken(new Secret('abc_PF84_EMUL_org'))).toBe(false)
    expect(isEmulatedToken(new Secret('EMUL_abc'))).toBe(false)
    const jwt = (claims: string) => new Secret(`e30.${Buffer.from(claims).toString('base64url')}.signature`)
    expect(isEmulatedToken(jwt('{"cluster":"EMUL"}'))).toBe(true)
    expect(isEmulatedToken(jwt('{"cluster":"PF84"}'))).toBe(false)
    for (const claims of ['null', '"EMUL"', '{', '']) expect(isEmulatedToken(jwt(claims))).toBe(false)
  })

  it('neither goes to the real Webex nor comes from it', async () => {
    const body = text({ ...GOOD, access_token: 'abc_EMUL_org' })
    await expect(exchange(answering({ body }))).rejects.toMatchObject({ code: 'WX-EMULATED-TOKEN' })
    const environment = worldWith(() => Promise.reject(new Error('it was sent')))
    const refreshing = refreshTokens({ integration, environment }, { refreshToken: new Secret('abc_EMUL_org') })
    await expect(refreshing).rejects.toMatchObject({ code: 'WX-EMULATED-TOKEN' })
  })

  it('is welcome at the emulator', async () => {
    const body = text({ ...GOOD, access_token: 'abc_EMUL_org' })
    const tokens = await refresh(answering({ body }), { tokenUrl: 'http://127.0.0.1:10061/v1/access_token' })
    expect(tokens.accessToken.reveal()).toBe('abc_EMUL_org')
  })
})
