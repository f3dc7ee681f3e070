import { Auth } from '@auth/core'
import Webex from '@auth/core/providers/webex'
import { expect, it } from 'vitest'
import { startWebex } from './webex.js'

/** Auth.js takes and gives web requests, so no server is needed; cookies are carried by hand. */
function createApp(config) {
  const jar = new Map()
  return async (path, init = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const request = new Request(new URL(path, 'http://localhost:3000'), {
      ...init,
      headers: { ...init.headers, cookie },
    })
    const answer = await Auth(request, config)
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      jar.set(name, value)
    }
    return answer
  }
}

it("Auth.js's own Webex provider signs somebody in", async () => {
  const { emulator, url, app } = await startWebex({ redirectUri: 'http://localhost:3000/auth/callback/webex' })
  const send = createApp({
    basePath: '/auth',
    trustHost: true,
    secret: 'interop-interop-interop-interop-1',
    providers: [Webex({ clientId: app.clientId, clientSecret: app.clientSecret, apiBaseUrl: `${url}/v1` })],
  })
  const { csrfToken } = await (await send('/auth/csrf')).json()
  const left = await send('/auth/signin/webex', { method: 'POST', body: new URLSearchParams({ csrfToken }) })
  const back = await emulator.signIn(left.headers.get('location'), 'ada')
  const signedIn = await send(back)
  expect(signedIn.status).toBe(302)
  expect(await (await send('/auth/session')).json()).toMatchObject({
    user: { name: 'Ada Lovelace', email: 'ada@example.com' },
  })
})
