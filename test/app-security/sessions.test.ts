import { afterEach, describe, expect, it } from 'vitest'
import { ABSOLUTE_MS, IDLE_MS } from '../../src/sessions/sessions.ts'
import { createSecurityWorld, ownPage, type SecurityWorld, TOKEN } from './world.ts'

/** R24, R46–R51: the id of a session changes with what it opens, dies when it ends, and lives no longer than it may. */

const worlds: SecurityWorld[] = []

afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close()
})

async function setUp(): Promise<SecurityWorld> {
  const world = await createSecurityWorld()
  worlds.push(world)
  return world
}

const readSpaces = async (world: SecurityWorld, cookie: string) =>
  (await world.ask({ path: '/spaces', headers: { cookie } })).status

describe('the id of a browser’s session', () => {
  it('is new after a sign-in, and the one before it opens nothing', async () => {
    const world = await setUp()
    const before = world.ada.cookieHeader()
    await world.ada.get(await world.emulator.signIn(await world.ada.pressGrant(), 'grace'))
    expect(world.ada.cookieHeader()).not.toBe(before)
    expect(await readSpaces(world, before)).toBe(401)
    expect(await readSpaces(world, world.ada.cookieHeader())).toBe(200)
  })

  it('is never one that was there before a sign-in', async () => {
    const world = await setUp()
    const planted = `__Host-gk-session=${'A'.repeat(43)}`
    const visitor = world.newVisitor()
    const callback = new URL(await world.emulator.signIn(await visitor.pressGrant(), 'ada'))
    const headers = { cookie: `${planted}; ${visitor.cookieHeader()}` }
    const { status, cookies } = await world.ask({ path: callback.pathname + callback.search, headers })
    expect(status).toBe(303)
    expect(cookies.join()).not.toContain('A'.repeat(43))
    expect(await readSpaces(world, planted)).toBe(401)
  })

  it('is new after another account was chosen', async () => {
    const world = await setUp()
    await world.ada.get(await world.emulator.signIn(await world.ada.pressGrant(), 'grace'))
    const before = world.ada.cookieHeader()
    expect((await world.ada.post(`/accounts/${world.ids.ada}`)).status).toBe(200)
    expect(world.ada.cookieHeader()).not.toBe(before)
    expect(await readSpaces(world, before)).toBe(401)
  })

  it.each([
    ['signing out', '/sign-out'],
    ['disconnecting', '/disconnect'],
  ])('is dead after %s', async (_, path) => {
    const world = await setUp()
    const before = world.ada.cookieHeader()
    await world.ada.post(path)
    expect(await readSpaces(world, before)).toBe(401)
    expect(world.ada.cookieHeader()).not.toContain('session')
  })

  it('is dead when an operator has ended the connection', async () => {
    const world = await setUp()
    const visit = await world.operator.post(`/connections/${world.ids.ada}/disconnect`)
    expect(visit.url.search).toBe('?done=disconnected')
    expect(await readSpaces(world, world.ada.cookieHeader())).toBe(401)
    expect(await readSpaces(world, world.grace.cookieHeader())).toBe(200)
  })

  it('lives for so long without use, and not a second more', async () => {
    const world = await setUp()
    world.emulator.clock.freeze()
    const cookie = world.ada.cookieHeader()
    expect(await readSpaces(world, cookie)).toBe(200)
    world.emulator.clock.advance(IDLE_MS - 1_000)
    expect((await world.ask({ path: '/', headers: { cookie } })).text).toContain('SHOW SPACES')
    world.emulator.clock.advance(IDLE_MS + 1_000)
    expect((await world.ask({ path: '/', headers: { cookie } })).text).toContain('GRANT ACCESS')
  })

  it('lives for so long with use, and not a second more', async () => {
    const world = await setUp()
    world.emulator.clock.freeze()
    const cookie = world.ada.cookieHeader()
    const step = IDLE_MS / 2
    for (let passed = step; passed < ABSOLUTE_MS; passed += step) {
      world.emulator.clock.advance(step)
      expect((await world.ask({ path: '/', headers: { cookie } })).text).toContain('SHOW SPACES')
    }
    world.emulator.clock.advance(step)
    expect((await world.ask({ path: '/', headers: { cookie } })).text).toContain('GRANT ACCESS')
  })
})

describe('an operator’s session', () => {
  const readOverview = async (world: SecurityWorld, cookie: string) =>
    (await world.ask({ path: '/overview', headers: { cookie } })).status

  it('is dead after signing out, and after eight hours', async () => {
    const world = await setUp()
    const before = world.operator.cookieHeader()
    expect(await readOverview(world, before)).toBe(200)
    await world.operator.post('/operator/sign-out')
    expect(await readOverview(world, before)).toBe(401)
    const fields = { 'content-type': 'application/x-www-form-urlencoded' }
    await world.operator.post('/operator', fields, { token: TOKEN })
    expect(await readOverview(world, world.operator.cookieHeader())).toBe(200)
    world.emulator.clock.advance(8 * 3_600_000 + 1_000)
    expect(await readOverview(world, world.operator.cookieHeader())).toBe(401)
  })

  it('is not opened by a changed cookie, nor by a wrong token, however often it is tried', async () => {
    const world = await setUp()
    const [name = '', value = ''] = world.operator.cookieHeader().split('=')
    for (let at = 0; at < value.length; at += 3) {
      const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1)
      expect([at, await readOverview(world, `${name}=${changed}`)]).toEqual([at, 401])
    }
    const statuses: number[] = []
    for (let tries = 0; tries < 14; tries++) {
      const answer = await world.ask({
        method: 'POST',
        path: '/operator',
        headers: ownPage(world),
        body: `token=${tries}`,
      })
      statuses.push(answer.status)
      expect(answer.cookies).toEqual([])
    }
    expect(statuses.slice(0, 9)).toEqual(Array(9).fill(401))
    expect(statuses.slice(-2)).toEqual([429, 429])
  })

  it('is no person’s, and a person’s is no operator’s', async () => {
    const world = await setUp()
    expect(await readSpaces(world, world.operator.cookieHeader())).toBe(401)
    expect(await readOverview(world, world.ada.cookieHeader())).toBe(401)
  })
})

describe('every cookie', () => {
  it('is this host’s alone, for all paths, and out of reach of script', { timeout: 30_000 }, async () => {
    const world = await setUp()
    const visitor = world.newVisitor()
    const lines = await collectCookies(world, visitor)
    expect(lines.length).toBeGreaterThanOrEqual(7)
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split('; ')
      const names = attributes.map((attribute) => attribute.toLowerCase())
      expect(pair).toMatch(/^__Host-[\w-]+=/)
      expect(names).toEqual(expect.arrayContaining(['path=/', 'httponly', 'secure']))
      expect(names.some((name) => /^samesite=(lax|strict)$/.test(name))).toBe(true)
      expect(names.some((name) => name.startsWith('domain'))).toBe(false)
      expect(pair.length).toBeLessThanOrEqual(4096)
    }
  })
})

/** What is set on the way through everything that sets cookies. */
async function collectCookies(world: SecurityWorld, visitor: SecurityWorld['ada']): Promise<string[]> {
  const lines: string[] = []
  const send = async (method: string, path: string, cookie: string, body?: string) => {
    const answer = await world.ask({ method, path, headers: { ...ownPage(world), cookie }, body })
    if (answer.cookies.length === 0) throw new Error(`${method} ${path} sets no cookie: ${answer.status}`)
    lines.push(...answer.cookies)
    return answer
  }
  await send('POST', '/connect', '')
  const callback = new URL(await world.emulator.signIn(await visitor.pressGrant(), 'ada'))
  await send('GET', callback.pathname + callback.search, visitor.cookieHeader())
  await send('POST', `/accounts/${world.ids.ada}`, world.ada.cookieHeader())
  await send('POST', '/sign-out', world.ada.cookieHeader())
  await send('POST', '/disconnect', world.grace.cookieHeader())
  await send('POST', '/theme?to=dark&back=/', '')
  await send('POST', '/operator', '', `token=${TOKEN}`)
  await send('POST', '/operator/sign-out', world.operator.cookieHeader())
  return lines
}
