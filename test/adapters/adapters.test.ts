import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { hostRequestOf, nodeErrors } from '../../src/adapters/node.ts'
import { GrantkeeperError } from '../../src/errors/index.ts'
import type { HostRequest } from '../../src/front-door.ts'
import { hosts, ORIGIN, startHost } from './hosts.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const host of running.splice(0)) await host.close()
})

const ownPage = { 'sec-fetch-site': 'same-origin', origin: ORIGIN }

describe.each(Object.entries(hosts))('the adapter for %s', (name, build) => {
  async function start(setting: Parameters<typeof startHost>[1] = {}) {
    const host = await startHost(build, setting)
    running.push(host)
    return host
  }

  it('takes Ada from GRANT to her spaces and out again', async () => {
    const { emulator, newVisitor } = await start()
    const ada = newVisitor()
    const spaces = await ada.get(await emulator.signIn(await ada.pressGrant('/spaces'), 'ada'))
    expect([spaces.status, spaces.url.pathname, JSON.parse(spaces.text).length]).toEqual([200, '/spaces', 3])
    expect(JSON.parse((await ada.get('/status')).text)).toMatchObject({ connected: true })
    const left = await ada.post('/disconnect')
    expect(left.url.search).toBe('?revoked=yes')
    expect((await ada.get('/spaces')).status).toBe(401)
    expect(JSON.parse((await ada.get('/status')).text)).toEqual({ connected: false })
  })

  it("shows an error of the library in the app's own handlers as a page, or as JSON to those who ask", async () => {
    const { ask } = await start()
    const page = await ask('/spaces')
    expect([page.status, page.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain('Press GRANT to connect.')
    const json = await ask('/spaces', { headers: { accept: 'application/json' } })
    expect([json.status, JSON.parse(await json.text()).error.code]).toEqual([401, 'WX-NOT-CONNECTED'])
  })

  it('shows also what Webex answers to a refresh, such as that it knows the client no more', async () => {
    const { ask, emulator, newVisitor } = await start()
    const ada = newVisitor()
    await ada.get(await emulator.signIn(await ada.pressGrant('/spaces'), 'ada'))
    emulator.faults.add({ on: 'GET /v1/rooms', status: 401, times: 1 })
    emulator.faults.add({ on: 'POST /v1/access_token', status: 401, body: { error: 'invalid_client' } })
    const headers = { accept: 'application/json', cookie: ada.cookieHeader() }
    const answer = await ask('/spaces', { headers })
    expect([answer.status, JSON.parse(await answer.text()).error.code]).toEqual([502, 'WX-CLIENT-REJECTED'])
  })

  it("shows it on the app's own page, where the keeper has one", async () => {
    const renderError = (error: GrantkeeperError) => new Response(`ours: ${error.code}`, { status: error.status })
    const { ask } = await start({ keeper: { renderError } })
    const [inHandler, onPath] = [await ask('/spaces'), await ask('/connect')]
    expect([inHandler.status, await inHandler.text()]).toEqual([401, 'ours: WX-NOT-CONNECTED'])
    expect([onPath.status, await onPath.text()]).toEqual([405, 'ours: WX-METHOD'])
  })

  it('leaves every other error to the host', async () => {
    const answer = await (await start()).ask('/broken')
    expect([answer.status, await answer.text()]).toEqual([500, 'host: broken'])
  })

  it('leaves every other path to the host', async () => {
    const { ask } = await start()
    expect((await ask('/nowhere')).status).toBe(404)
    expect((await ask('/connect/')).status).toBe(404)
  })

  it('answers HEAD without a body', async () => {
    const answer = await (await start()).ask('/status', { method: 'HEAD' })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })

  it.each(['before', 'after'] as const)('works with a body parser %s it', async (parser) => {
    const { ask } = await start({ parser })
    const json = { 'content-type': 'application/json' }
    const posted = { method: 'POST', headers: json, body: '{"a":1}' }
    expect(await (await ask('/echo', posted)).json()).toEqual({ a: 1 })
    expect((await ask('/connect', { ...posted, headers: { ...json, ...ownPage } })).status).toBe(303)
    const form = new URLSearchParams({ more: 'x'.repeat(50_000) })
    expect((await ask('/connect', { method: 'POST', headers: ownPage, body: form })).status).toBe(303)
    expect(await (await ask('/echo', posted)).json()).toEqual({ a: 1 })
  })

  it('does not wait for a body that never ends', async () => {
    const { ask } = await start({ parser: 'after' })
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) })
    const stop = new AbortController()
    const init = { method: 'POST', headers: ownPage, body, duplex: 'half', signal: stop.signal } as RequestInit
    expect((await ask('/connect', init)).status).toBe(303)
    stop.abort()
  })

  it.each([false, true])('believes no header about who it is (framework trusts its proxy: %s)', async (trustProxy) => {
    const { ask } = await start({ trustProxy })
    const plain = await ask('/connect', { method: 'POST', headers: ownPage })
    const spoofed = await ask('/connect', { method: 'POST', headers: { ...ownPage, ...forwarded } })
    const redirectUri = (answer: Response) => new URL(answer.headers.get('location')!).searchParams.get('redirect_uri')
    expect([plain.status, spoofed.status]).toEqual([303, 303])
    expect(redirectUri(spoofed)).toBe(redirectUri(plain))
    expect(spoofed.headers.get('location')).not.toContain('evil')
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', ...forwarded }
    expect((await ask('/connect', { method: 'POST', headers: foreign })).status).toBe(403)
  })

  // Hono's own server takes the host from the request, and the keeper asks for none.
  if (name !== 'hono 4')
    it("gives renderError an address on the app's own origin", async () => {
      const { ask } = await start({ keeper: { renderError: (_, { url }) => new Response(url) } })
      expect(await (await ask('/connect?a=1', { headers: forwarded })).text()).toBe(`${ORIGIN}/connect?a=1`)
    })

  if (name !== 'node')
    it('answers below a mount, where the redirect URI says so', async () => {
      const { emulator, ask, newVisitor } = await start({ mount: '/auth' })
      expect((await ask('/connect', { method: 'POST', headers: ownPage })).status).toBe(404)
      const begun = await ask('/auth/connect', { method: 'POST', headers: ownPage })
      expect(begun.status).toBe(303)
      expect((await ask('/auth/nowhere')).status).toBe(404)
      const ada = newVisitor()
      const at = new URL((await ada.post('/auth/connect?return_to=/spaces')).headers.get('location')!)
      const spaces = await ada.get(await emulator.signIn(at.href, 'ada'))
      expect([spaces.status, spaces.url.pathname]).toEqual([200, '/spaces'])
    })

  // Hono's own server has resolved the path before anybody sees it.
  if (name !== 'hono 4')
    it.each(tricks)('is not reached by %s', async (line) => {
      const { port } = await start()
      const status = await sendLine(port, line)
      expect(status).toBeLessThan(500)
      expect([200, 303]).not.toContain(status)
    })

  it('keeps the cookies that the app sets beside ours', async () => {
    const { ask } = await start()
    const answer = await ask('/connect', { method: 'POST', headers: ownPage })
    const names = answer.headers.getSetCookie().map((cookie) => cookie.split('=')[0])
    expect(names.sort()).toEqual([expect.stringMatching(/^__Host-gk-flow-/), 'own'])
  })

  if (name !== 'hono 4')
    it("gives ownerOf the host's own request, whoever asks", async () => {
      const ownerOf = (request: HostRequest) => hostRequestOf<{ user?: string }>(request).user
      const { ask, emulator, newVisitor, keeper } = await start({ keeper: { ownerOf } })
      expect((await ask('/connect', { method: 'POST', headers: ownPage })).status).toBe(401)
      const alan = newVisitor({ 'x-user': 'user-42' })
      const spaces = await alan.get(await emulator.signIn(await alan.pressGrant('/spaces'), 'ada'))
      expect(spaces.status).toBe(200)
      expect((await keeper.grants.list()).map(({ owner }) => owner)).toEqual(['user-42'])
    })

  it('sends a body as it comes, and ends it when the client has gone', async () => {
    let ended: () => void = () => undefined
    const cancelled = new Promise<void>((resolve) => {
      ended = resolve
    })
    const endless = () =>
      new ReadableStream({
        start: (controller) => controller.enqueue(Buffer.from('first')),
        cancel: () => ended(),
      })
    const { ask } = await start({ keeper: { renderError: () => new Response(endless(), { status: 405 }) } })
    const stop = new AbortController()
    const answer = await ask('/connect', { signal: stop.signal })
    const first = await answer.body!.getReader().read()
    expect(Buffer.from(first.value!).toString()).toBe('first')
    stop.abort()
    await cancelled
    expect((await ask('/status')).status).toBe(200)
  })
})

describe('the code of an adapter', () => {
  const folder = join(import.meta.dirname, '../../src/adapters')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

  it.each(files)('%s only translates: it has at most 40 lines', (file) => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n')
    expect(lines.filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line)).length).toBeLessThanOrEqual(40)
  })
})

describe('an answer that has begun', () => {
  it('is not mixed with an error page', async () => {
    const keeper = { origin: ORIGIN, handle: async () => undefined, renderError: () => new Response() }
    const failed = new GrantkeeperError('WX-NOT-CONNECTED')
    const res = { headersSent: true } as ServerResponse
    expect(await nodeErrors(keeper)(failed, { headers: {} } as IncomingMessage, res)).toBe(false)
  })
})

const forwarded = {
  forwarded: 'host=evil.example;proto=https',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'https',
  'x-forwarded-port': '8443',
  'x-forwarded-prefix': '/evil',
  'x-forwarded-for': '10.0.0.1',
  'x-original-url': '/evil',
  'x-rewrite-url': '/evil',
}

const tricks = [
  'POST /x/../connect',
  'POST /x/%2e%2e/connect',
  'POST //localhost/connect',
  'POST /%63onnect',
  'POST http://evil.example/connect',
  'POST \\connect',
  'POST /x\\..\\connect',
  'TRACE /connect',
  'OPTIONS *',
]

/** Sends a request line as no client would, and gives the status of the answer. */
async function sendLine(port: number, line: string): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(`${line} HTTP/1.1\r\nhost: localhost:10060\r\nsec-fetch-site: same-origin\r\ncontent-length: 0\r\n\r\n`)
  const [chunk] = await once(socket, 'data')
  socket.destroy()
  return Number(/^HTTP\/1\.1 (\d+)/.exec(String(chunk))?.[1])
}
