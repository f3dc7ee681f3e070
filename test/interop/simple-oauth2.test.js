import { AuthorizationCode } from 'simple-oauth2'
import { expect, it } from 'vitest'
import { startWebex } from './webex.js'

it('simple-oauth2 gets, uses, renews and revokes tokens', async () => {
  const { emulator, url, app, redirectUri } = await startWebex()
  const client = new AuthorizationCode({
    client: { id: app.clientId, secret: app.clientSecret },
    auth: {
      tokenHost: url,
      authorizePath: '/v1/authorize',
      tokenPath: '/v1/access_token',
      revokePath: '/idb/oauth2/v1/revoke',
    },
  })
  const asked = client.authorizeURL({ redirect_uri: redirectUri, scope: ['spark:people_read'], state: 's1' })
  const back = new URL(await emulator.signIn(asked, 'ada'))
  expect(back.searchParams.get('state')).toBe('s1')

  const first = await client.getToken({ code: back.searchParams.get('code'), redirect_uri: redirectUri })
  expect(first.expired(60)).toBe(false)
  const me = await fetch(`${url}/v1/people/me`, { headers: { authorization: `Bearer ${first.token.access_token}` } })
  expect(await me.json()).toMatchObject({ emails: ['ada@example.com'] })

  const second = await first.refresh()
  expect(second.token.access_token).not.toBe(first.token.access_token)
  await second.revoke('refresh_token')
  await expect(second.refresh()).rejects.toThrow(/400/)
})
