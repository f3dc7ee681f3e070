import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { test as base } from '@playwright/test'
import { createGrantkeeper } from 'grantkeeper'
import { createEmulator } from 'grantkeeper/emulator'
import { memoryStore } from 'grantkeeper/stores/memory'
import { createApp } from '../app.js'

const scopes = ['spark:rooms_read', 'spark:people_read']

/** `test` with a Webex and an app for each test alone, both on free ports; `page.goto('/')` opens the app. */
export const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  webex: async ({}, use) => {
    const webex = createEmulator()
    const listening = await webex.listen({ port: 0 })
    await use(webex)
    await listening.close()
  },
  baseURL: async ({ webex }, use) => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const origin = `http://localhost:${server.address().port}`
    const keeper = connectTo(webex, `${origin}/oauth`)
    server.on('request', getRequestListener(createApp(keeper)))
    await use(origin)
    server.closeAllConnections()
    server.close()
    await keeper.close()
  },
})

function connectTo(webex, redirectUri) {
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
    plainCookiesOnLoopback: true,
    environment: { now },
  })
}
