import { createEmulator } from 'grantkeeper/emulator'
import { expect, it } from 'vitest'

it('signs a person in without a socket', async () => {
  const webex = createEmulator()
  const { clientId, clientSecret } = webex.register({
    name: 'My app',
    redirectUris: ['http://localhost:10060/oauth'],
    scopes: ['spark:rooms_read', 'spark:people_read'],
  })

  expect(clientSecret).toMatch(/^[0-9a-f]{64}$/)
  const asked = { client_id: clientId, response_type: 'code', scope: 'spark:rooms_read', state: 's1' }
  const back = await webex.signIn(`${webex.url}/v1/authorize?${new URLSearchParams(asked)}`, 'ada')
  expect(back).toMatch(/^http:\/\/localhost:10060\/oauth\?code=.+&state=s1$/)
})
