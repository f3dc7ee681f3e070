import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answered } from './http.ts'
import { getPaths, postPaths } from './routes.ts'
import { createSecurityWorld, ownPage, type SecurityWorld } from './world.ts'

/** R70, R75: an id of somebody else opens nothing, and tells nothing. */

let world: SecurityWorld

beforeAll(async () => {
  world = await createSecurityWorld()
})

afterAll(() => world?.close())

/** What an answer tells, without what differs every time. */
function tellOf({ status, text }: Answered, id: string): string {
  const content = text
    .replaceAll(id, 'ID')
    .replace(/<code>[\w-]{12}<\/code>/g, 'REQUEST')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/EMULATOR_[\w-]+|ROUTER_[\w-]+/g, 'TRACKING')
  return `${status} ${content}`
}

const asAda = (method: 'GET' | 'POST', path: string) =>
  world.ask({ method, path, headers: { ...ownPage(world), cookie: world.ada.cookieHeader() } })

describe('an id of somebody else', () => {
  it('is no account of this browser, as one that nobody has', async () => {
    const [others, nobodys] = [world.ids.grace, 'nobody-has-this-id']
    const answers = await Promise.all([others, nobodys].map((id) => asAda('POST', `/accounts/${id}`)))
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    expect(tellOf(answers[0] as Answered, others)).toBe(tellOf(answers[1] as Answered, nobodys))
    expect(answers.flatMap(({ cookies }) => cookies)).toEqual([])
  })

  it('is no space that one can read or write to, as one that is not there', async () => {
    const { id } = (await world.emulator.control('spaces add', { user: 'grace', title: 'Of Grace only' })) as {
      id: string
    }
    const { id: nobodys } = (await world.emulator.control('spaces add', { user: 'grace', title: 'Gone' })) as {
      id: string
    }
    await world.emulator.control('spaces remove', { id: nobodys })
    for (const [method, more] of [
      ['GET', ''],
      ['POST', '/messages'],
    ] as const) {
      const headers = { ...ownPage(world), cookie: world.ada.cookieHeader() }
      const send = (space: string) =>
        world.ask({
          method,
          path: `/spaces/${space}${more}`,
          headers,
          body: method === 'POST' ? 'text=hello' : undefined,
        })
      const [others, missing] = [await send(id), await send(nobodys)]
      expect([method, others.status]).toEqual([method, missing.status])
      expect(others.status).toBeGreaterThanOrEqual(400)
      expect(others.text).not.toContain('Of Grace only')
    }
    const shown = (await world.emulator.control('spaces show', { id })) as { messages: unknown[] }
    expect(shown.messages).toEqual([])
  })
})

describe('what is an operator’s', () => {
  const isOperators = (path: string) => /^\/(overview|connections|settings|flow)(\/|$)/.test(path)

  it.each(getPaths.filter(isOperators))('is not read by a person who is only connected: %s', async (path) => {
    const [own, others] = [world.fill(path, 'ada'), world.fill(path, 'grace')]
    const answers = [await asAda('GET', own), await asAda('GET', others)]
    for (const { status, text } of answers) {
      expect([401, 403, 404]).toContain(status)
      expect(text).not.toContain('grace@example.com')
    }
    expect(answers[0]?.status).toBe(answers[1]?.status)
  })

  it.each(postPaths.filter(isOperators))('is not done by a person who is only connected: %s', async (path) => {
    const { status, text } = await asAda('POST', world.fill(path, 'grace'))
    expect([401, 403, 404]).toContain(status)
    expect(text).not.toContain('grace@example.com')
    expect(await world.keeper.grants.list()).toHaveLength(2)
  })

  it('says the same of a grant that is there and of one that is not', async () => {
    const [there, missing] = [world.ids.grace, 'nobody-has-this-id']
    for (const more of ['', '/disconnect']) {
      const answers = await Promise.all([there, missing].map((id) => asAda('GET', `/connections/${id}${more}`)))
      expect(tellOf(answers[0] as Answered, there)).toBe(tellOf(answers[1] as Answered, missing))
    }
  })

  it('answers programs without a page', async () => {
    const { status, text } = await world.ask({ path: '/connections', headers: { accept: 'application/json' } })
    expect([status, JSON.parse(text).error.code]).toEqual([403, 'WX-OPERATOR-ONLY'])
  })
})

describe.each([
  ['/connections/disconnect-all/progress', /^data: /],
  ['/flow/stream', /^retry: /],
])('the stream %s', (path, beginning) => {
  const streamHeaders = () => ({
    accept: 'text/event-stream',
    'sec-fetch-site': 'same-origin',
    cookie: world.operator.cookieHeader(),
  })

  it('is the operator’s own', async () => {
    const { status, headers, text } = await world.ask({ path, headers: streamHeaders() })
    expect([status, headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8'])
    expect(text).toMatch(beginning)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('is not opened by another site, nor by somebody without the right', async () => {
    const asked = [
      { ...streamHeaders(), 'sec-fetch-site': 'cross-site' },
      { ...streamHeaders(), 'sec-fetch-site': 'same-site' },
      { ...streamHeaders(), 'sec-fetch-site': '', origin: 'https://evil.example' },
      { ...streamHeaders(), cookie: world.ada.cookieHeader() },
      { ...streamHeaders(), cookie: '' },
    ]
    for (const headers of asked) {
      const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))
      expect((await world.ask({ path, headers: sent })).status).toBe(403)
    }
  })
})
