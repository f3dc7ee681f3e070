/** The emulator with one signed-in user in `SPACES` made-up spaces; tells its parent the port and what it takes to ask. */
import { createEmulator } from 'grantkeeper/emulator'

const scopes = ['spark:rooms_read', 'spark:people_read']
const redirectUri = 'http://localhost:10060/oauth'
const seed = {
  users: [{ key: 'ada', displayName: 'Ada', email: 'ada@example.com', spaces: Number(process.env.SPACES) }],
}

const emulator = createEmulator({ seed })
const { port } = await emulator.listen({ port: 0 })
const { clientId, clientSecret } = emulator.register({ name: 'Bench', redirectUris: [redirectUri], scopes })
const { access_token, refresh_token } = await signIn()

process.once('SIGINT', () => process.exit())
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMicros: user + system, rssBytes: process.memoryUsage().rss })
})
process.send?.({
  port,
  token: access_token,
  refresh: new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token,
  }).toString(),
})

async function signIn() {
  const asked = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    state: 's',
  })
  asked.set('scope', scopes.join(' '))
  const callback = await emulator.signIn(`${emulator.url}/v1/authorize?${asked}`, 'ada')
  const code = new URL(callback).searchParams.get('code') ?? ''
  const terms = { grant_type: 'authorization_code', client_id: clientId, client_secret: clientSecret, code }
  const body = new URLSearchParams({ ...terms, redirect_uri: redirectUri })
  const answer = await emulator.fetch(new Request(`${emulator.url}/v1/access_token`, { method: 'POST', body }))
  return answer.json()
}
