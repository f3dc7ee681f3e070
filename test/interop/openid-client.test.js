import * as client from 'openid-client'
import { expect, it } from 'vitest'
import { startWebex } from './webex.js'

it('openid-client discovers, signs in, reads userinfo and renews', async () => {
  const { emulator, url, app, redirectUri } = await startWebex()
  const config = await client.discovery(
    new URL(`${url}/v1/.well-known/openid-configuration`),
    app.clientId,
    app.clientSecret,
    client.ClientSecretPost(app.clientSecret),
    { execute: [client.allowInsecureRequests] },
  )
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
  const asked = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid email spark:people_read',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  })
  const back = new URL(await emulator.signIn(asked.href, 'grace'))
  const tokens = await client.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState, expectedNonce })
  const { sub } = tokens.claims()
  expect(await client.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({ email: 'grace@example.com' })
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token)
  expect(renewed.access_token).not.toBe(tokens.access_token)
  expect(renewed.expires_in).toBeGreaterThan(1_000_000)
})
