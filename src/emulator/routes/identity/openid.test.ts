import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import { describe, expect, it } from 'vitest'
import { REDIRECT_URI, startIdentity } from '../../../../test/emulated-identity.ts'

const LOGIN = { scope: 'openid email profile spark:rooms_read', nonce: 'n1' }
const NOW_SECONDS = Date.UTC(2026, 0, 10) / 1000

describe('Login with Webex', () => {
  it('gives an ID token that the published key proves, with the claims of openid alone', async () => {
    const { app, emulator, connect, send, asBearer } = startIdentity()
    const { id_token, access_token } = await connect('ada', LOGIN)
    const { json: keys } = await send('GET', '/v1/verification')
    expect(keys.keys).toEqual([
      { kty: 'RSA', use: 'sig', kid: expect.any(String), n: expect.any(String), e: expect.any(String) },
    ])
    const options = { issuer: `${emulator.url}/idb`, audience: app.clientId, currentDate: new Date(NOW_SECONDS * 1000) }
    const { payload, protectedHeader } = await jwtVerify(id_token, createLocalJWKSet(keys), options)
    expect(protectedHeader.alg).toBe('RS256')
    const { json: info } = await asBearer('GET', '/v1/userinfo', access_token)
    expect(payload).toEqual({
      iss: `${emulator.url}/idb`,
      aud: app.clientId,
      sub: info.sub,
      iat: NOW_SECONDS,
      exp: NOW_SECONDS + 7200,
      auth_time: NOW_SECONDS,
      nonce: 'n1',
    })
    expect(info).toEqual({
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email: 'ada@example.com',
      email_verified: 'true',
      name: 'Ada Lovelace',
      given_name: 'Ada',
      family_name: 'Lovelace',
    })
  })

  it('is signed with another key when the keys change, and what came before is proven until the former are dropped', async () => {
    const { emulator, connect, send } = startIdentity()
    const options = { currentDate: new Date(NOW_SECONDS * 1000) }
    const isProven = async (token: string) => {
      const { json: keys } = await send('GET', '/v1/verification')
      return jwtVerify(token, createLocalJWKSet(keys), options).then(
        () => true,
        () => false,
      )
    }
    const { id_token: before } = await connect('ada', LOGIN)
    const { kid } = (await emulator.control('keys rotate')) as { kid: string }
    const { id_token: after } = await connect('ada', LOGIN)
    expect(decodeProtectedHeader(after).kid).toBe(kid)
    expect([await isProven(before), await isProven(after)]).toEqual([true, true])
    await emulator.control('keys rotate', { dropFormer: true })
    const { id_token: last } = await connect('ada', LOGIN)
    expect([await isProven(before), await isProven(after), await isProven(last)]).toEqual([false, false, true])
  })

  it('publishes six keys at most', async () => {
    const { emulator } = startIdentity()
    for (let n = 0; n < 7; n++) await emulator.control('keys rotate')
    expect(await emulator.control('keys list')).toHaveLength(6)
  })

  it('is walked by a client that checks everything, from discovery to userinfo', async () => {
    const { app, emulator, authorizePath } = startIdentity({ idTokenIssuer: 'own' })
    const options = {
      [oauth.allowInsecureRequests]: true,
      [oauth.customFetch]: (url: string, init: RequestInit) => emulator.fetch(new Request(url, init)),
    }
    const issuer = new URL(`${emulator.url}/idb`)
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options))
    const clockOfTheEmulator = Math.round(NOW_SECONDS - Date.now() / 1000)
    const client = { client_id: app.clientId, [oauth.clockSkew]: clockOfTheEmulator }
    const verifier = oauth.generateRandomCodeVerifier()
    const code_challenge = await oauth.calculatePKCECodeChallenge(verifier)
    const asked = authorizePath({ ...LOGIN, code_challenge, code_challenge_method: 'S256' })
    const back = new URL(await emulator.signIn(new URL(asked, emulator.url).href, 'ada'))
    const parameters = oauth.validateAuthResponse(server, client, back, 's1')
    const secret = oauth.ClientSecretBasic(app.clientSecret)
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      secret,
      parameters,
      REDIRECT_URI,
      verifier,
      options,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
      expectedNonce: 'n1',
      maxAge: 60,
      requireIdToken: true,
    })
    const { sub } = oauth.getValidatedIdTokenClaims(tokens)!
    const info = await oauth.userInfoRequest(server, client, tokens.access_token, options)
    expect((await oauth.processUserInfoResponse(server, client, sub, info)).email).toBe('ada@example.com')
    await oauth
      .revocationRequest(server, client, secret, tokens.refresh_token!, options)
      .then(oauth.processRevocationResponse)
    expect((await oauth.userInfoRequest(server, client, tokens.access_token, options)).status).toBe(401)
  })

  it('gives no ID token without openid, and no userinfo either', async () => {
    const { connect, asBearer } = startIdentity()
    const tokens = await connect()
    expect(tokens).not.toHaveProperty('id_token')
    expect((await asBearer('GET', '/v1/userinfo', tokens.access_token)).status).toBe(403)
  })

  it('tells by userinfo what was granted only', async () => {
    const { connect, asBearer } = startIdentity({ emailVerified: 'boolean' })
    const { access_token } = await connect('ada', { ...LOGIN, scope: 'openid email' })
    const { json } = await asBearer('GET', '/v1/userinfo', access_token)
    expect(json).toEqual({ sub: expect.any(String), email: 'ada@example.com', email_verified: true })
  })

  it('is described at both addresses', async () => {
    const { send, emulator } = startIdentity()
    const { json } = await send('GET', '/idb/.well-known/openid-configuration')
    expect((await send('GET', '/v1/.well-known/openid-configuration')).json).toEqual(json)
    expect(json).toMatchObject({
      issuer: `${emulator.url}/idb`,
      token_endpoint: `${emulator.url}/v1/access_token`,
      code_challenge_methods_supported: ['plain', 'S256'],
    })
  })

  it('may name one issuer in its description and another in its tokens', async () => {
    const { connect, send } = startIdentity({ metadataIssuer: 'regional', idTokenIssuer: 'global' })
    const { id_token } = await connect('ada', LOGIN)
    const payload = JSON.parse(Buffer.from(id_token.split('.')[1], 'base64url').toString())
    expect(payload.iss).toBe('https://idbroker.webex.com/idb')
    const { json } = await send('GET', '/v1/.well-known/openid-configuration')
    expect(json.issuer).toBe('https://idbroker-b-us.webex.com/idb')
  })

  it('finds the issuer of an address', async () => {
    const { send, emulator } = startIdentity()
    const find = (resource: string) => send('GET', `/v1/.well-known/webfinger?resource=${resource}`)
    expect((await find('acct:ada@example.com')).json).toEqual({
      subject: 'acct:ada@example.com',
      links: [{ rel: 'http://openid.net/specs/connect/1.0/issuer', href: `${emulator.url}/idb` }],
    })
    expect((await find('acct:nobody@example.com')).status).toBe(404)
    expect((await find('ada@example.com')).status).toBe(400)
  })
})
