import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../environment.ts'
import { isGrantkeeperError } from '../errors/index.ts'
import { Secret } from '../secret.ts'
import { checkIdToken } from './id-token.ts'
import { type IntegrationOptions, readIntegration } from './integration.ts'
import type { Provider } from './provider.ts'

const NOW = Date.UTC(2026, 10, 23)
const seconds = NOW / 1000
const ISSUER = 'https://idbroker-b-us.webex.com/idb'
const claims = { iss: ISSUER, sub: 'person-1', aud: 'C0123', iat: seconds, exp: seconds + 7200, nonce: 'nonce-1' }
const { publicKey, privateKey } = await generateKeyPair('RS256')
const stranger = await generateKeyPair('RS256')
let provider: Provider

beforeAll(async () => {
  const keys = [{ ...(await exportJWK(publicKey)), use: 'sig', kid: 'key-1' }]
  provider = { issuer: 'https://webexapis.com', keys: createLocalJWKSet({ keys }) }
})

function sign(payload: JWTPayload, header: { alg?: string; kid?: string } = {}, key: typeof privateKey = privateKey) {
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header }).sign(key)
}

function check(idToken: string, options: Partial<IntegrationOptions> = {}) {
  const integration = readIntegration({
    clientId: 'C0123',
    clientSecret: 'canary',
    redirectUri: 'http://localhost:10060/oauth',
    scopes: 'openid',
    ...options,
  })
  const environment = nodeEnvironment({ now: () => NOW })
  return checkIdToken({ integration, environment }, provider, { idToken: new Secret(idToken), nonce: 'nonce-1' })
}

async function refusalOf(idToken: string, options?: Partial<IntegrationOptions>) {
  const error = await check(idToken, options).catch((reason) => reason)
  if (!isGrantkeeperError(error, 'WX-ID-TOKEN-INVALID')) throw new Error(`it was not refused: ${error}`)
  expect(error.cause).toBeUndefined()
  return error.detail
}

describe('an ID token', () => {
  it.each([ISSUER, 'https://idbroker.webex.com/idb', 'https://webexapis.com'])('may be from %s', async (iss) => {
    expect(await check(await sign({ ...claims, iss }))).toMatchObject({ sub: 'person-1' })
  })

  it.each([
    'https://idbroker.webex.com/idb/',
    'https://idbroker-b-us.webex.com.evil.example/idb',
    'https://IDBROKER.webex.com/idb',
    'null',
  ])('may not be from %s, and says so', async (iss) => {
    expect(await refusalOf(await sign({ ...claims, iss }))).toContain(iss)
  })

  it('is held to the issuers that were set, and to no others', async () => {
    const issuers = ['https://idbroker-eu.webex.com/idb']
    expect(await check(await sign({ ...claims, iss: issuers[0] }), { issuers })).toMatchObject({ sub: 'person-1' })
    expect(await refusalOf(await sign(claims), { issuers })).toContain(ISSUER)
  })

  it.each([[[]], [['']], [['evil']], [['http://idbroker.webex.com/idb']], ['https://idbroker.webex.com/idb']])(
    'is never checked against the issuers %j',
    (issuers) => {
      expect(() => check('', { issuers: issuers as string[] })).toThrow(/issuers/)
    },
  )

  it.each<[string, JWTPayload]>([
    ['aud', { aud: 'C9999' }],
    ['aud', { aud: [] }],
    ['aud', { aud: undefined }],
    ['azp', { aud: ['C0123', 'C9999'] }],
    ['azp', { azp: 'C9999' }],
    ['nonce', { nonce: 'nonce-2' }],
    ['nonce', { nonce: '' }],
    ['nonce', { nonce: undefined }],
    ['iss', { iss: undefined }],
    ['sub', { sub: undefined }],
    ['sub', { sub: '' }],
    ['sub', { sub: 'x'.repeat(256) }],
    ['exp', { exp: undefined }],
    ['exp', { exp: seconds - 61 }],
    ['iat', { iat: undefined }],
    ['iat', { iat: seconds + 61 }],
    ['iat', { iat: seconds - 90_000 }],
    ['nbf', { nbf: seconds + 61 }],
  ])('is refused for its %s where the claims are changed by %j', async (claim, changes) => {
    expect(await refusalOf(await sign({ ...claims, ...changes }))).toContain(claim)
  })

  it.each<JWTPayload>([
    { exp: seconds - 59 },
    { iat: seconds + 59 },
    { nbf: seconds + 59 },
    { aud: ['C0123'] },
    { aud: ['C0123', 'C9999'], azp: 'C0123' },
  ])('is good with %j', async (changes) => {
    expect(await check(await sign({ ...claims, ...changes }))).toMatchObject({ sub: 'person-1' })
  })

  it('is refused unsigned, signed by another, with another algorithm, or with the secret', async () => {
    const good = await sign(claims)
    const [header = '', payload = '', signature = ''] = good.split('.')
    const flipped = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`
    const none = Buffer.from('{"alg":"none","kid":"key-1"}').toString('base64url')
    const ps256 = await generateKeyPair('PS256')
    const refused = [
      new UnsecuredJWT(claims).encode(),
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}.${flipped}`,
      `${header}.${Buffer.from(JSON.stringify({ ...claims, sub: 'other' })).toString('base64url')}.${signature}`,
      await sign(claims, {}, stranger.privateKey),
      await sign(claims, { alg: 'PS256' }, ps256.privateKey),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(new Uint8Array(32).fill(7)),
      'not.a.token',
      '',
    ]
    for (const token of refused) expect(await refusalOf(token)).toContain('RS256')
  })

  it('with a key that Webex did not have is not decided yet', async () => {
    expect(await check(await sign(claims, { kid: 'key-2' }, stranger.privateKey))).toBe('unknown-key')
  })
})
