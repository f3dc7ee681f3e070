import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendRaw } from './http.ts'
import { getPaths, postPaths } from './routes.ts'
import { createSecurityWorld, ownPage, type SecurityWorld } from './world.ts'

/** R16, R62, R63, R67–R69, R71: no name, no header, no spelling and no method leads past a check. */

let world: SecurityWorld

beforeAll(async () => {
  world = await createSecurityWorld()
})

afterAll(() => world?.close())

const listForeignHosts = () => [
  'evil.example',
  `evil.example:${world.port}`,
  `localhost.evil.example:${world.port}`,
  `localhost:${world.port}.evil.example`,
  `localhost:1${world.port}`,
  'localhost',
  `localhost.:${world.port}`,
  `LOCALHOST.EVIL:${world.port}`,
  `user@localhost:${world.port}`,
  `localhost:${world.port}@evil.example`,
  `[::ffff:7f00:1]:${world.port}`,
  `0x7f.1:${world.port}x`,
  'a b',
]

describe('a request under a name that is not ours', () => {
  it.each(getPaths)('is refused at GET %s', async (path) => {
    for (const host of listForeignHosts()) {
      const headers = { host, cookie: `${world.ada.cookieHeader()}; ${world.operator.cookieHeader()}` }
      const { status, text, headers: answered } = await world.ask({ path: world.fill(path), headers })
      expect([host, [400, 403, 421].includes(status)], `${status}`).toEqual([host, true])
      expect(text).not.toMatch(/Ada Lovelace|ada@example\.com/)
      expect(answered.location ?? '').not.toContain('evil')
    }
  })

  it.each(postPaths)('is refused at POST %s', async (path) => {
    for (const host of listForeignHosts()) {
      const headers = { ...ownPage(world), host, origin: `http://${host}`, cookie: world.operator.cookieHeader() }
      const { status } = await world.ask({ method: 'POST', path: world.fill(path), headers, body: '' })
      expect([host, [400, 403, 421].includes(status)], `${status}`).toEqual([host, true])
    }
    expect(await world.keeper.grants.list()).toHaveLength(2)
  })
})

/** What some proxy or framework believes, in both spellings. */
const BELIEVED = [
  ['x-forwarded-for', '127.0.0.1'],
  ['x-forwarded-host', 'evil.example'],
  ['x-forwarded-proto', 'https'],
  ['x-forwarded-port', '443'],
  ['x-forwarded-prefix', '/evil'],
  ['x-forwarded-uri', '/overview'],
  ['x-forwarded-user', 'admin'],
  ['x-forwarded-email', 'ada@example.com'],
  ['x-forwarded-access-token', 'x'],
  ['x-original-url', '/overview'],
  ['x-original-host', 'evil.example'],
  ['x-rewrite-url', '/overview'],
  ['x-real-ip', '127.0.0.1'],
  ['x-client-ip', '127.0.0.1'],
  ['x-remote-user', 'admin'],
  ['remote-user', 'admin'],
  ['x-auth-request-user', 'admin'],
  ['x-user', 'ada'],
  ['x-host', 'evil.example'],
  ['x-http-host-override', 'evil.example'],
  ['x-http-method-override', 'POST'],
  ['x-method-override', 'POST'],
  ['x-middleware-subrequest', 'middleware'],
  ['x-middleware-rewrite', '/overview'],
  ['forwarded', 'for=127.0.0.1;host=evil.example;proto=https'],
  ['true-client-ip', '127.0.0.1'],
  ['cf-connecting-ip', '127.0.0.1'],
  ['client-ip', '127.0.0.1'],
  ['via', '1.1 proxy'],
  ['user-agent', 'GoogleHC/1.0'],
] as const

describe('a header that something else would believe', () => {
  it.each(BELIEVED)('opens and changes nothing: %s', async (name, value) => {
    for (const spelling of [name, name.replaceAll('-', '_')]) {
      const headers = { [spelling]: value }
      for (const path of ['/overview', '/connections', '/settings', '/metrics', '/spaces', '/granted']) {
        const { status } = await world.ask({ path, headers })
        expect([path, spelling, [401, 403, 404].includes(status)], `${status}`).toEqual([path, spelling, true])
      }
      const sent = await world.ask({ method: 'POST', path: '/connect', headers: { ...ownPage(world), ...headers } })
      const location = new URL(sent.headers.location ?? '')
      expect([location.origin, location.searchParams.get('redirect_uri')]).toEqual([
        world.emulator.url,
        `${world.origin}/oauth`,
      ])
      const alias = await world.ask({ path: '/', headers: { host: `127.0.0.1:${world.port}`, ...headers } })
      expect(alias.headers.location).toBe(`${world.origin}/`)
      const crossed = await world.ask({
        method: 'POST',
        path: '/sign-out',
        headers: { ...headers, origin: 'https://evil.example' },
      })
      expect(crossed.status).toBe(403)
    }
  })
})

/** Other spellings of a path; some proxy or router takes each for the path itself. */
const spell = (path: string) => [
  `/${path}`,
  `//${path}`,
  `${path}/`,
  `${path}//`,
  `${path}/.`,
  `${path}/..${path}`,
  `/.${path}`,
  `/x/..${path}`,
  `/%2e${path}`,
  `/x/%2e%2e${path}`,
  `/%2f${path.slice(1)}`,
  `${path}%2f`,
  `${path}%00`,
  `${path}%20`,
  `${path}%09`,
  `${path};x=1`,
  `${path};/`,
  `${path}.json`,
  `${path}.html`,
  `${path}%3f`,
  `${path}%23`,
  `${path}\\`,
  `\\${path.slice(1)}`,
  `/\\${path.slice(1)}`,
  path.toUpperCase(),
  `/${path.slice(1, 2).toUpperCase()}${path.slice(2)}`,
  `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`,
  `${path}?/../x`,
  `${path}?x=/metrics`,
  `${path}#/metrics`,
  `/healthz/..${path}`,
  `/healthz%2f..${path}`,
  `/app.css/..${path}`,
  `http://evil.example${path}`,
  `http://localhost:1${path}`,
  `*${path}`,
]

describe('another spelling of a path', () => {
  it.each([
    '/overview',
    '/connections',
    '/settings',
    '/connections/disconnect-all',
    '/metrics',
    '/spaces',
    '/granted',
    '/disconnect',
  ])('never opens %s', async (path) => {
    for (const spelling of spell(path)) {
      const raw = await sendRaw(
        world.port,
        `GET ${spelling} HTTP/1.1\r\nHost: ${world.host}\r\nConnection: close\r\n\r\n`,
      )
      const status = Number(raw.slice(9, 12))
      const leads = /\r\nlocation: ([^\r]*)/i.exec(raw)?.[1] ?? world.origin
      expect([spelling, status >= 300 && status < 500], raw.slice(0, 200)).toEqual([spelling, true])
      expect([spelling, leads.startsWith(world.origin)], leads).toEqual([spelling, true])
    }
  })

  it.each(['/connect', '/sign-out', '/connections/disconnect-all'])(
    'never acts: POST %s from another site',
    async (path) => {
      for (const spelling of spell(path)) {
        const head = `POST ${spelling} HTTP/1.1\r\nHost: ${world.host}\r\nOrigin: https://evil.example\r\nCookie: ${world.operator.cookieHeader()}`
        const raw = await sendRaw(world.port, `${head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
        const status = Number(raw.slice(9, 12))
        expect([spelling, status >= 400 && status < 500], raw.slice(0, 200)).toEqual([spelling, true])
      }
    },
  )
})

describe('a method that a path does not know', () => {
  const methods = ['TRACE', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'GETX']

  it.each([...new Set([...getPaths, ...postPaths])])('is refused at %s', async (path) => {
    for (const method of methods) {
      const headers = `Host: ${world.host}\r\nOrigin: ${world.origin}\r\nCookie: ${world.operator.cookieHeader()}\r\nX-Canary: canary\r\nConnection: close`
      const raw = await sendRaw(world.port, `${method} ${world.fill(path)} HTTP/1.1\r\n${headers}\r\n\r\n`)
      expect([method, /^HTTP\/1\.1 (400|403|405) /.test(raw)], raw.slice(0, 200)).toEqual([method, true])
      expect(raw).not.toMatch(/canary|access-control-allow/i)
    }
  })
})

describe('a request that is two to somebody', () => {
  it.each([
    ['two lengths', 'Content-Length: 0\r\nContent-Length: 5'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['an unknown encoding', 'Transfer-Encoding: xchunked'],
    ['two hosts', 'Host: evil.example'],
    ['a name with a space', 'X-Name : x'],
    ['a line end that is none', 'X-Name: x\nX-Other: y'],
  ])('is refused: %s', async (_, lines) => {
    const raw = await sendRaw(
      world.port,
      `POST /connect HTTP/1.1\r\nHost: ${world.host}\r\nOrigin: ${world.origin}\r\n${lines}\r\nConnection: close\r\n\r\n0\r\n\r\n`,
    )
    expect(raw).toMatch(/^HTTP\/1\.1 4\d\d /)
  })

  it('is refused without a host', async () => {
    expect(await sendRaw(world.port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  })
})
