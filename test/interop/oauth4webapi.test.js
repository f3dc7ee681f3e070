import * as oauth from 'oauth4webapi'
import { expect, it } from 'vitest'
import { startWebex } from './webex.js'

const insecure = { [oauth.allowInsecureRequests]: true }

it('oauth4webapi discovers, signs in with PKCE, checks the id_token and reads who it is', async () => {
  const { emulator, url, app, redirectUri } = await startWebex()
  const issuer = new URL(`${url}/v1`)
  const discovered = await oauth.discoveryRequest(issuer, insecure)
  const webex = await oauth.processDiscoveryResponse(new URL((await discovered.clone().json()).issuer), discovered)
  const client = { client_id: app.clientId }
  const authenticate = oauth.ClientSecretBasic(app.clientSecret)

  const verifier = oauth.generateRandomCodeVerifier()
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
  const asked = new URL(webex.authorization_endpoint)
  asked.search = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email profile spark:people_read',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  const back = new URL(await emulator.signIn(asked.href, 'ada'))
  const params = oauth.validateAuthResponse(webex, client, back, state)
  const answer = await oauth.authorizationCodeGrantRequest(
    webex,
    client,
    authenticate,
    params,
    redirectUri,
    verifier,
    insecure,
  )
  const tokens = await oauth.processAuthorizationCodeResponse(webex, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  })
  await oauth.validateApplicationLevelSignature(webex, answer, insecure)
  const { sub } = oauth.getValidatedIdTokenClaims(tokens)

  const userinfo = await oauth.userInfoRequest(webex, client, tokens.access_token, insecure)
  expect(await oauth.processUserInfoResponse(webex, client, sub, userinfo)).toMatchObject({ email: 'ada@example.com' })

  const renewed = await oauth.refreshTokenGrantRequest(webex, client, authenticate, tokens.refresh_token, insecure)
  const more = await oauth.processRefreshTokenResponse(webex, client, renewed)
  expect(more.access_token).not.toBe(tokens.access_token)
})
