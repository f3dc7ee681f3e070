import { randomBytes } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { nextRoutes } from '../../src/adapters/next.ts'
import { nodeEnvironment } from '../../src/environment.ts'
import type { Grantkeeper } from '../../src/front-door.ts'
import { createGrantkeeper } from '../../src/grantkeeper.ts'
import { memoryStore } from '../../src/stores/memory.ts'

const ORIGIN = 'https://app.example'

let keeper: Grantkeeper | undefined
afterEach(() => keeper?.close())

it('answers where Next ends every address with a slash, if redirect URI and paths say so', async () => {
  const environment = nodeEnvironment()
  keeper = createGrantkeeper({
    clientId: 'C1',
    clientSecret: 's1',
    redirectUri: `${ORIGIN}/oauth/`,
    scopes: ['spark:people_read'],
    store: memoryStore(environment),
    keys: [randomBytes(32).toString('base64')],
    environment,
    paths: { connect: '/connect/', disconnect: '/disconnect/', status: '/status/' },
  })
  const { GET, POST } = nextRoutes(keeper)
  const headers = { 'sec-fetch-site': 'same-origin' }
  const begun = await POST(new Request(`${ORIGIN}/connect/`, { method: 'POST', headers }))
  const sentTo = new URL(begun.headers.get('location') ?? '')
  expect([begun.status, sentTo.searchParams.get('redirect_uri')]).toEqual([303, `${ORIGIN}/oauth/`])
  expect(await (await GET(new Request(`${ORIGIN}/status/`))).json()).toEqual({ connected: false })
  expect((await GET(new Request(`${ORIGIN}/status`))).status).toBe(404)
})
