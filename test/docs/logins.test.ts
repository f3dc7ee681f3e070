import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RequestHandler } from 'express'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { rotateKeys } from '../../examples/keys/rotate.js'
import * as inExpress from '../../examples/login-of-your-own/express.js'
import { createKeeper, listSpaces } from '../../examples/login-of-your-own/keeper.js'
import { createEmulator } from '../../src/emulator/index.ts'
import type { Grantkeeper } from '../../src/index.ts'
import { createVisitor } from '../visitor.ts'

const ORIGIN = 'http://localhost:10060'
const scopes = ['spark:rooms_read', 'spark:people_read']

let emulator: ReturnType<typeof createEmulator>
const closing: (() => unknown)[] = []

beforeEach(async () => {
  emulator = createEmulator()
  const { close, url } = await emulator.listen({ port: 0 })
  closing.push(close)
  const redirectUri = `${ORIGIN}/oauth`
  const { clientId, clientSecret } = emulator.register({ name: 'Mine', redirectUris: [redirectUri], scopes })
  const settings = {
    WEBEX_CLIENT_ID: clientId,
    WEBEX_CLIENT_SECRET: clientSecret,
    WEBEX_REDIRECT_URI: redirectUri,
    WEBEX_SCOPES: scopes.join(' '),
    WEBEX_BASE_URL: `${url}/v1`,
    GRANTKEEPER_KEY: randomBytes(32).toString('base64'),
    DATABASE_URL: ':memory:',
  }
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const close of closing.splice(0).reverse()) await close()
})

/** A browser that comes back from consent with a grant. */
async function grantAsAda(app: Parameters<typeof createVisitor>[0], user: string): Promise<void> {
  const ada = createVisitor({ fetch: (request) => app.fetch(withUser(request, user)) }, emulator, ORIGIN)
  await ada.get(await emulator.signIn(await ada.pressGrant('/'), 'ada'))
}

function withUser(request: Request, user: string): Request {
  request.headers.set('x-user', user)
  return request
}

const listOwners = async (keeper: Grantkeeper) => (await keeper.grants.list()).map(({ owner }) => owner)

const handle = (keeper: Grantkeeper) => ({
  fetch: async (request: Request) => (await keeper.handle(request)) ?? new Response('home'),
})

it('files a grant under the user that the login of an Express app names', async () => {
  const login: RequestHandler = (req, _, next) => next(Object.assign(req, { user: readUser(req.headers) }) && undefined)
  const { app, keeper } = inExpress.createApp(login)
  closing.push(() => keeper.close())
  const server = createServer(app).listen(0, '127.0.0.1')
  closing.push(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const send = (request: Request) =>
    fetch(new Request(request.url.replace(':10060', `:${port}`), request), { redirect: 'manual' })
  await grantAsAda({ fetch: send }, 'user-7')
  expect(await listOwners(keeper)).toEqual(['user-7'])
  const spaces = async (user: string) => {
    const answer = await send(withUser(new Request(`${ORIGIN}/spaces`), user))
    return [answer.status, answer.ok ? ((await answer.json()) as object[]).length : 0]
  }
  expect(await spaces('user-7')).toEqual([200, 200])
  expect(await spaces('user-8')).toEqual([401, 0])
  server.closeAllConnections()
})

it('works for a user without a browser, and hears of a grant that has ended', async () => {
  const told: string[] = []
  const keeper = createKeeper(
    ({ headers }) => readUser(headers),
    (_, code) => told.push(code),
  )
  closing.push(() => keeper.close())
  await grantAsAda(handle(keeper), 'user-42')
  expect(await listSpaces(keeper)).toHaveLength(200)
  emulator.revokeOutside('ada')
  await expect(listSpaces(keeper)).rejects.toMatchObject({ code: 'WX-RECONNECT' })
  expect(told).toEqual(['WX-RECONNECT'])
})

it('asks Auth.js who is signed in', async () => {
  const { keeper } = await import('../../examples/auth-js/keeper.js')
  closing.push(() => keeper.close())
  await grantAsAda(handle(keeper), 'nobody')
  expect(await listOwners(keeper)).toEqual(['user-42'])
})

it('tells what became of each row when keys change', async () => {
  const keeper = createKeeper(({ headers }) => readUser(headers), vi.fn())
  closing.push(() => keeper.close())
  await grantAsAda(handle(keeper), 'user-42')
  expect(await rotateKeys(keeper)).toMatchObject({ resealed: 0, current: 1, locked: {}, altered: 0 })
})

function readUser(headers: Headers | Record<string, string | string[] | undefined>): { id: string } | undefined {
  const id = headers instanceof Headers ? headers.get('x-user') : headers['x-user']
  return id ? { id: String(id) } : undefined
}
