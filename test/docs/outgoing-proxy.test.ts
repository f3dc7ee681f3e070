import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createKeeper } from '../../examples/proxy/outgoing.js'
import { createEmulator } from '../../src/emulator/index.ts'
import { createVisitor } from '../visitor.ts'

const ORIGIN = 'http://localhost:10060'

const atEnd: (() => unknown)[] = []
afterEach(async () => {
  for (const end of atEnd.splice(0).reverse()) await end()
})

/** Nobody listens there: only the proxy knows the way to Webex. */
const WEBEX = 'http://127.0.0.1:65535'

/** A proxy that leads wherever it is asked for to one port, and keeps what it was asked for. */
async function startProxy(leadsTo: number) {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer().on('connect', ({ url = '' }, socket: Socket) => {
    asked.push(url)
    const far = connect(leadsTo, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    for (const end of [far, socket]) sockets.add(end.on('error', () => undefined))
    far.pipe(socket).pipe(far)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  atEnd.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

it('takes every call to Webex through the proxy of a network, from sign-in to spaces', async () => {
  const emulator = createEmulator()
  const listening = await emulator.listen({ port: 0 })
  atEnd.push(() => listening.close())
  const proxy = await startProxy(Number(new URL(listening.url).port))
  const scopes = ['spark:rooms_read', 'spark:people_read']
  const app = emulator.register({ name: 'App', redirectUris: [`${ORIGIN}/oauth`], scopes })
  const keeper = createKeeper(proxy.url, {
    WEBEX_CLIENT_ID: app.clientId,
    WEBEX_CLIENT_SECRET: app.clientSecret,
    WEBEX_REDIRECT_URI: `${ORIGIN}/oauth`,
    WEBEX_SCOPES: scopes.join(' '),
    WEBEX_BASE_URL: `${WEBEX}/v1`,
    GRANTKEEPER_KEY: randomBytes(32).toString('base64'),
    DATABASE_URL: ':memory:',
  })
  atEnd.push(() => keeper.close())
  const host = async (request: Request) => (await keeper.handle(request)) ?? new Response('home')
  const ada = createVisitor({ fetch: host }, emulator, ORIGIN)
  const authorize = (await ada.pressGrant('/spaces')).replace(WEBEX, listening.url) // a browser has its own way out
  await ada.get(await emulator.signIn(authorize, 'ada'))
  const [grant] = await keeper.grants.list()
  const spaces = await (await keeper.webex({ grant: grant!.id })).rooms.list().toArray({ limit: 3 })
  expect(spaces).toHaveLength(3)
  expect(new Set(proxy.asked)).toEqual(new Set([new URL(WEBEX).host]))
})
