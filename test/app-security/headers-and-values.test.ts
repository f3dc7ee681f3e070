import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCodes } from '../../src/errors/index.ts'
import type { Answered } from './http.ts'
import { getPaths, postPaths } from './routes.ts'
import { createSecurityWorld, ownPage, type SecurityWorld } from './world.ts'

/** R56, R57, R59, R64, R65, R72: what every answer says to browsers, and values that some program stumbles over. */

let world: SecurityWorld

beforeAll(async () => {
  world = await createSecurityWorld()
})

afterAll(() => world?.close())

const ASSETS = /^\/(app\.css|app\.js|favicon\.(svg|ico))$/

function judge({ headers }: Answered, path: string): string[] {
  const policy = headers['content-security-policy'] ?? ''
  const parts = ["default-src 'none'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'"]
  const wanted: [string, boolean][] = [
    ...parts.map((part): [string, boolean] => [part, policy.includes(part)]),
    ['form-action', /form-action 'self' http:\/\/127\.0\.0\.1:\d+(;|$)/.test(policy)],
    ['nothing unsafe', !/unsafe|\*|data:|https?:(?!\/\/127)/.test(policy)],
    ['nosniff', headers['x-content-type-options'] === 'nosniff'],
    ['opener', headers['cross-origin-opener-policy'] === 'same-origin'],
    ['resource', headers['cross-origin-resource-policy'] === 'same-origin'],
    ['referrer', /^(same-origin|no-referrer)$/.test(headers['referrer-policy'] ?? '')],
    ['no-store', ASSETS.test(path) || headers['cache-control'] === 'no-store'],
    ['no cors', !Object.keys(headers).some((name) => name.startsWith('access-control-'))],
    ['says not what it is made with', !('server' in headers) && !('x-powered-by' in headers)],
  ]
  return wanted.filter(([, is]) => !is).map(([name]) => name)
}

describe('every answer', () => {
  const people = (): [string, string][] => [
    ['nobody', ''],
    ['a person', world.ada.cookieHeader()],
    ['an operator', world.operator.cookieHeader()],
  ]

  it.each(getPaths)('tells browsers what they may do with it: GET %s', async (path) => {
    for (const [who, cookie] of people()) {
      for (const accept of ['text/html', 'application/json']) {
        const headers = { accept, 'sec-fetch-site': 'same-origin', ...(cookie && { cookie }) }
        const answer = await world.ask({ path: world.fill(path), headers })
        expect([who, accept, judge(answer, path)]).toEqual([who, accept, []])
        expect(answer.status).toBeLessThan(500)
      }
    }
  })

  it.each(postPaths)('so does a refusal: POST %s', async (path) => {
    const answers = [
      await world.ask({ method: 'POST', path: world.fill(path), headers: { origin: 'https://evil.example' } }),
      await world.ask({
        method: 'POST',
        path: world.fill(path),
        headers: { ...ownPage(world), 'content-type': 'text/plain' },
      }),
      await world.ask({ method: 'PUT', path: world.fill(path) }),
    ]
    for (const answer of answers) expect([answer.status, judge(answer, path)]).toEqual([answer.status, []])
  })

  it('so does what is wrong: an unknown page, a foreign host, a malformed callback, a store that is away', async () => {
    const asked = [
      { path: '/nothing' },
      { path: '/', headers: { host: 'evil.example' } },
      { path: '/oauth?code=a&code=b&state=c' },
      { path: `/oauth?state=${'x'.repeat(9_000)}` },
      { path: '/', headers: { host: `127.0.0.1:${world.port}` } },
    ]
    for (const each of asked) {
      const answer = await world.ask(each)
      expect([each.path.slice(0, 40), judge(answer, each.path)]).toEqual([each.path.slice(0, 40), []])
    }
    world.breakStore('WX-STORE-UNAVAILABLE')
    const broken = await world.ask({ path: '/spaces', headers: { cookie: world.ada.cookieHeader() } })
    world.breakStore(undefined)
    expect([broken.status, judge(broken, '/spaces')]).toEqual([503, []])
  })

  it('so does an error of every code, whichever it is', async () => {
    for (const code of errorCodes) {
      world.breakStore(code)
      const answer = await world.ask({ path: '/granted', headers: { cookie: world.ada.cookieHeader() } })
      world.breakStore(undefined)
      expect([code, answer.text.includes(code), judge(answer, '/granted')]).toEqual([code, true, []])
    }
  })
})

/** Names that stand in the prototype of objects, where a program that trusts them would write. */
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  '__proto__[isPolluted]',
  'constructor[prototype][isPolluted]',
  'constructor.prototype.isPolluted',
  'hasOwnProperty',
  'toString',
]

describe('the name of something in every object', () => {
  it.each([...new Set([...getPaths, ...postPaths])])('is a name as any other: %s', async (path) => {
    const before = Object.getOwnPropertyNames(Object.prototype).length
    for (const name of NAMES) {
      const named = encodeURIComponent(name)
      const headers = {
        ...ownPage(world),
        cookie: `${world.ada.cookieHeader()}; ${world.operator.cookieHeader()}`,
        [name.replace(/\W/g, '') || 'x']: '1',
      }
      const answers = [
        await world.ask({
          path: `${world.fill(path)}?${named}=1&${named}[isPolluted]=1`,
          headers: { cookie: world.ada.cookieHeader() },
        }),
        await world.ask({
          path: path.replace(':id', named),
          headers: { ...headers, cookie: `${name}=1; ${headers.cookie}` },
        }),
      ]
      if (postPaths.includes(path) && !['/sign-out', '/disconnect', '/operator/sign-out'].includes(path))
        answers.push(await world.ask({ method: 'POST', path: path.replace(':id', named), headers, body: `${named}=1` }))
      for (const { status } of answers) expect([name, status < 500], `${status}`).toEqual([name, true])
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before)
    expect(({} as { isPolluted?: unknown }).isPolluted).toBeUndefined()
  })
})

/** What breaks out of a header, or cannot stand in one. */
const BREAKERS = [
  '%0d%0aset-cookie:%20evil=1',
  '%0aset-cookie:evil=1',
  '%00',
  '%e2%80%a8',
  '%c4%8d%c4%8aset-cookie:evil=1',
  '%ff%fe',
  '%f0%9f%98%80',
  '%',
  '%zz',
]

describe('a value that breaks out of headers', () => {
  const asked = (value: string): [method: string, path: string][] => [
    ['POST', `/connect?return_to=/${value}`],
    ['POST', `/connect?return_to=${value}`],
    ['POST', `/theme?to=dark&back=/${value}`],
    ['POST', `/theme?to=${value}&back=/`],
    ['POST', `/operator?back=/${value}`],
    ['GET', `/operator?back=/${value}`],
    ['GET', `/spaces?q=${value}&refresh=1`],
    ['GET', `/spaces?team=${value}&sort=${value}&type=${value}&size=${value}&page=${value}&refresh=1`],
    ['GET', `/spaces.csv?q=${value}`],
    ['GET', `/connections?q=${value}&after=${value}&scope=${value}`],
    ['GET', `/connections/${value}`],
    ['POST', `/connections/${value}/refresh`],
    ['GET', `/errors/${value}`],
    ['GET', `/oauth?code=${value}&state=${value}&error=${value}`],
    ['GET', `/disconnected?revoked=${value}`],
    ['GET', `/${value}`],
  ]

  it.each(BREAKERS)('stays a value: %s', async (value) => {
    for (const [method, path] of asked(value)) {
      const headers = { ...ownPage(world), cookie: `${world.ada.cookieHeader()}; ${world.operator.cookieHeader()}` }
      const { status, cookies, headers: answered } = await world.ask({ method, path, headers })
      expect([method, path, status < 500], `${status}`).toEqual([method, path, true])
      expect(cookies.filter((line) => line.startsWith('evil'))).toEqual([])
      const { location } = answered
      if (location) expect([world.origin, world.emulator.url]).toContain(new URL(location, world.origin).origin)
    }
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    'https://evil.example',
    '/%09/evil.example',
    '/x/../\\evil.example',
    'javascript:alert(1)',
  ])('leads nowhere else: %s', async (value) => {
    const encoded = encodeURIComponent(value)
    for (const path of [`/theme?to=dark&back=${encoded}`, `/operator?back=${encoded}`]) {
      const body = 'token=token-of-the-operator-of-this-test'
      const { status, headers } = await world.ask({ method: 'POST', path, headers: ownPage(world), body })
      if (status === 429) continue
      const leads = new URL(headers.location ?? '', world.origin)
      expect([status, leads.origin, leads.pathname.startsWith('//')]).toEqual([303, world.origin, false])
    }
  })
})

describe('a body that is far too large', () => {
  it.each(postPaths)('is not read to its end: %s', { timeout: 30_000 }, async (path) => {
    const headers = { ...ownPage(world), cookie: world.operator.cookieHeader() }
    const answer = await world
      .ask({ method: 'POST', path: path.replace(':id', 'nobody'), headers, body: `token=${'x'.repeat(5_000_000)}` })
      .catch((error: NodeJS.ErrnoException) => error.code)
    // The connection may be ended amid the body.
    if (typeof answer === 'object') expect(answer.status).toBeLessThan(500)
    else expect(['ECONNRESET', 'EPIPE']).toContain(answer)
  })
})
