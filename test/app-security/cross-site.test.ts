import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getPaths, keeperPaths, knownTables, listJoinedTables, postPaths, routes } from './routes.ts'
import { createSecurityWorld, ownPage, type SecurityWorld } from './world.ts'

/** R24, R25, R54, R55: what acts is a POST from one of our own pages, and nothing else. */

let world: SecurityWorld

beforeAll(async () => {
  world = await createSecurityWorld()
})

afterAll(() => world?.close())

const SITES = ['same-origin', 'same-site', 'cross-site', 'none', undefined]
const TYPES = [
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/json',
  '',
]

/** Every mixture of what a browser says of where a request comes from. */
function* mixOrigins(
  own: string,
): Generator<{ site: string | undefined; origin: string | undefined; isOurs: boolean }> {
  for (const site of SITES)
    for (const origin of [
      own,
      'null',
      'https://evil.example',
      `${own}.evil.example`,
      own.replace('localhost', '127.0.0.1'),
      undefined,
    ])
      yield { site, origin, isOurs: site === undefined ? origin === own : site === 'same-origin' }
}

function headersOf(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

describe('the tables that these tests take their routes from', () => {
  it('are all that the app joins', () => {
    expect(knownTables).toEqual(listJoinedTables())
  })
})

describe.each(postPaths)('POST %s', (path) => {
  it('is refused whenever it may come from elsewhere, whatever its body is', { timeout: 60_000 }, async () => {
    const passed: unknown[] = []
    for (const visitor of [world.ada, world.operator]) {
      for (const { site, origin, isOurs } of mixOrigins(world.origin)) {
        if (isOurs) continue
        for (const type of TYPES) {
          const headers = headersOf({
            'sec-fetch-site': site,
            origin,
            'content-type': type,
            cookie: visitor.cookieHeader(),
          })
          const { status, cookies, text } = await world.ask({
            method: 'POST',
            path: world.fill(path),
            headers,
            body: 'confirm=disconnect+all',
          })
          if (status !== 403 || cookies.length > 0 || !text.includes('WX-CROSS-SITE'))
            passed.push({ site, origin, type, status })
        }
      }
    }
    expect(passed).toEqual([])
    expect(await world.keeper.grants.list()).toHaveLength(2)
  })

  it('is let in from our own page, by either header', async () => {
    const { sec: _, ...own } = { sec: '', ...ownPage(world) }
    const refused: unknown[] = []
    for (const headers of [own, { ...own, 'sec-fetch-site': '' }, { ...own, origin: 'null' }]) {
      const { text } = await world.ask({
        method: 'POST',
        path: world.fill(path).replace(/[\w.-]{20,}/, 'nothing-like-it'),
        headers: headersOf(headers),
      })
      if (text.includes('WX-CROSS-SITE')) refused.push(headers)
    }
    expect(refused).toEqual([])
  })
})

describe('what acts', () => {
  const actions = postPaths.filter((path) => !getPaths.includes(path) && !keeperPaths.post.includes(path))

  it.each([...actions, '/connect'])('is not read: %s', async (path) => {
    for (const method of ['GET', 'HEAD']) {
      const headers = { ...ownPage(world), cookie: world.operator.cookieHeader() }
      const { status, headers: answered } = await world.ask({ method, path: world.fill(path), headers })
      expect([path, method, status]).toEqual([path, method, 405])
      expect(answered.allow).toBe('POST')
    }
  })

  it('changes nothing where its address is read', async () => {
    for (const { path, get, post } of routes) {
      if (!get || !post) continue
      await world.ask({ path: world.fill(path), headers: { cookie: world.operator.cookieHeader() } })
    }
    expect(await world.keeper.grants.list()).toHaveLength(2)
  })
})
