import { getRequestListener } from '@hono/node-server'
import { afterEach, describe, expect, it } from 'vitest'
import { nextRoutes } from '../../src/adapters/next.ts'
import { hosts, ORIGIN, startHost } from './hosts.ts'

type Build = (typeof hosts)[string]
type Host = Awaited<ReturnType<typeof startHost>>

/** Next's own server runs in test/interop; what it calls are these functions. */
const buildNext: Build = (keeper) => {
  const { GET, POST } = nextRoutes(keeper)
  return getRequestListener((request) => (request.method === 'POST' ? POST(request) : GET(request)))
}

/** Every host, and where the framework can be told to believe its proxy, also with that. */
const settings: [string, Build, boolean][] = Object.entries({ ...hosts, next: buildNext }).flatMap(([name, build]) => {
  const believing: [string, Build, boolean][] = /express|fastify/.test(name) ? [[name, build, true]] : []
  return [[name, build, false], ...believing]
})

/** What proxies write, and what somebody may write who wants to be taken for one. */
const written: Record<string, string[]> = {
  'x-forwarded-host': ['evil.example', 'localhost:10060', 'evil.example, localhost:10060', ''],
  'x-forwarded-proto': ['http', 'https', 'https,http', 'javascript'],
  'x-forwarded-port': ['80', '443', 'no port'],
  'x-forwarded-for': ['10.0.0.1', '127.0.0.1', '::1, 10.0.0.1', 'nobody'],
  'x-forwarded-server': ['evil.example'],
  'x-forwarded-prefix': ['/evil'],
  'x-forwarded-path': ['/evil'],
  'x-forwarded-uri': ['/evil'],
  'x-forwarded-scheme': ['http', 'https'],
  'x-forwarded-ssl': ['on', 'off'],
  'front-end-https': ['on'],
  'x-url-scheme': ['http'],
  'x-real-ip': ['10.0.0.1', '127.0.0.1'],
  'x-client-ip': ['127.0.0.1'],
  'x-original-host': ['evil.example'],
  'x-original-url': ['/evil'],
  'x-rewrite-url': ['/evil'],
  'x-host': ['evil.example'],
  forwarded: ['host=evil.example;proto=http;for=127.0.0.1', 'proto=https', 'nonsense;;='],
  host: ['evil.example', 'evil.example:10060'],
}
const each = Object.entries(written).flatMap(([name, values]) => values.map((value) => ({ [name]: value })))
const all = Object.fromEntries(Object.entries(written).map(([name, [value = '']]) => [name, value]))
const spoofs: Record<string, string>[] = [...each, all]

const ownPage = { 'sec-fetch-site': 'same-origin', origin: ORIGIN }
const asked: Record<string, [string, RequestInit]> = {
  'GRANT on our own page': ['/connect?return_to=/spaces', { method: 'POST', headers: ownPage }],
  'GRANT by an old browser': ['/connect', { method: 'POST', headers: { origin: ORIGIN } }],
  'GRANT on a page of the host that is written': [
    '/connect',
    { method: 'POST', headers: { origin: 'https://evil.example' } },
  ],
  'GRANT on that page, without TLS': ['/connect', { method: 'POST', headers: { origin: 'http://evil.example' } }],
  'Disconnect on a foreign page': [
    '/disconnect',
    { method: 'POST', headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } },
  ],
  Disconnect: ['/disconnect', { method: 'POST', headers: ownPage }],
  'the status': ['/status', {}],
  'a callback of nobody': ['/oauth?code=c&state=s', {}],
}

const running: Host[] = []
afterEach(async () => {
  for (const host of running.splice(0)) await host.close()
})

async function start(...[build, setting]: Parameters<typeof startHost>): Promise<Host> {
  const host = await startHost(build, setting)
  running.push(host)
  return host
}

/** All of an answer but what is drawn anew each time. */
async function describeAnswer(answer: Response): Promise<unknown> {
  const location = answer.headers.get('location')
  const url = location === null ? undefined : new URL(location, ORIGIN)
  for (const drawn of ['state', 'nonce', 'code_challenge', 'client_id']) url?.searchParams.delete(drawn)
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.replace(/((?<=-flow-)[^=]+)?=[^;]*/, ''))
  return { status: answer.status, to: url?.href, cookies, text: await answer.text() }
}

async function describeAll({ ask }: Host, spoof: Record<string, string>): Promise<unknown> {
  const answers = Object.entries(asked).map(async ([name, [path, init]]) => {
    const answer = await ask(path, { ...init, headers: { ...(init.headers as Record<string, string>), ...spoof } })
    return [name, await describeAnswer(answer)]
  })
  return Object.fromEntries(await Promise.all(answers))
}

const believed = (trustProxy: boolean) => (trustProxy ? ', which believes its proxy,' : '')

describe.each(settings)('what a proxy writes, in front of %s', (name, build, trustProxy) => {
  it.each([ORIGIN, 'https://app.example.com'])(
    `changes no redirect, no cookie and no check of ${name}${believed(trustProxy)} at %s`,
    async (origin) => {
      const host = await start(build, { trustProxy, keeper: { redirectUri: `${origin}/oauth` } })
      const plain = await describeAll(host, {})
      for (const spoof of spoofs) expect(await describeAll(host, spoof), JSON.stringify(spoof)).toEqual(plain)
      expect(plain).toMatchObject({
        'GRANT on that page, without TLS': { status: 403 },
        'GRANT on a page of the host that is written': { status: 403 },
        'Disconnect on a foreign page': { status: 403 },
      })
    },
  )

  it('does not come between Ada and her grant', async () => {
    const { emulator, newVisitor } = await start(build, { trustProxy })
    const { host: _, ...spoof } = all
    const ada = newVisitor(spoof)
    await ada.get(await emulator.signIn(await ada.pressGrant('/status'), 'ada'))
    expect(JSON.parse((await ada.get('/status')).text)).toMatchObject({ connected: true })
  })
})

describe.each(['express 5', 'express 4', 'fastify 5'])('%s', (name) => {
  // What is written changes neither's answers, as is held above: so that without it is enough.
  it('answers the same, whether it believes its proxy or not', async () => {
    const build = hosts[name] as Build
    const [wary, believing] = await Promise.all([start(build, {}), start(build, { trustProxy: true })])
    expect(await describeAll(believing, {})).toEqual(await describeAll(wary, {}))
  })
})
