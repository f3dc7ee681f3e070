import { randomBytes } from 'node:crypto'
import { createGrantkeeper, fetchTransport } from 'grantkeeper'
import { createEmulator } from 'grantkeeper/emulator'
import { memoryStore } from 'grantkeeper/stores/memory'
import { test as base } from 'vitest'
import { createApp } from '../app.js'

const redirectUri = 'http://localhost:10060/oauth'
const scopes = ['spark:rooms_read', 'spark:people_read']

/** `test` with a Webex for each test alone: in this process, without a socket, and one clock for Webex and app. */
export const test = base
  .extend('webex', () => createEmulator())
  .extend('keeper', ({ webex }) => {
    const { clientId, clientSecret } = webex.register({ name: 'Spaces', redirectUris: [redirectUri], scopes })
    const now = () => webex.clock.now()
    return createGrantkeeper({
      clientId,
      clientSecret,
      redirectUri,
      scopes,
      baseUrl: `${webex.url}/v1`,
      store: memoryStore({ now }),
      keys: [randomBytes(32).toString('base64')],
      environment: { now, transport: fetchTransport((request) => webex.fetch(request)) },
    })
  })
  .extend('open', ({ keeper }) => {
    const app = createApp(keeper)
    return (path, init) => app(new Request(new URL(path, keeper.origin), init))
  })
  .extend('connect', ({ webex, keeper, open }) => async (user) => {
    const press = await open('/connect', { method: 'POST', headers: { origin: keeper.origin } })
    const callback = await webex.signIn(press.headers.get('location'), user)
    const back = await open(callback, { headers: { cookie: cookiesOf(press) } })
    return { headers: { cookie: cookiesOf(back) } } // of every request that this person sends from now on
  })

const cookiesOf = (answer) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
