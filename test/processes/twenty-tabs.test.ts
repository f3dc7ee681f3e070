import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runOn, startPostgres, type TestPostgres } from '../postgres.ts'
import type { Visitor } from '../visitor.ts'
import { createServingWorld, type Serving, type ServingWorld } from './serving.ts'

const TABS = 20
/** Of these, each fourth is refused by the person at Webex. */
const isRefused = (tab: number) => tab % 4 === 3

let postgres: TestPostgres
let database: string
let world: ServingWorld
let servers: [Serving, Serving]

beforeAll(async () => {
  postgres = await startPostgres()
})

beforeEach(async () => {
  database = await postgres.createDatabase()
  world = await createServingWorld(database)
  servers = await Promise.all([world.start(), world.start()])
  return () => world.end()
})

afterAll(() => postgres.stop())

interface Tab {
  returnTo: string
  callback: string
}

/** Begins tabs of one browser at both processes in turn, and sends each back from Webex; the person may refuse there. */
async function openTabs(visitor: Visitor, count: number): Promise<Tab[]> {
  const tabs: Tab[] = []
  for (let index = 0; index < count; index++) {
    const returnTo = `/granted?tab=${index}`
    const accept = !isRefused(index)
    tabs.push({
      returnTo,
      callback: await world.emulator.signIn(await visitor.pressGrant(returnTo), 'ada', { accept }),
    })
  }
  return tabs
}

/** How a tab ends: the code that its page shows, or else where it came to. */
async function endTab(visitor: Visitor, callback: string): Promise<string> {
  const { status, url, text } = await visitor.get(callback)
  return /WX-[A-Z-]+/.exec(text)?.[0] ?? `${status} ${url.pathname}${url.search}`
}

const endsWanted = (tabs: Tab[]) =>
  tabs.map(({ returnTo }, index) => (isRefused(index) ? 'WX-ACCESS-DENIED' : `200 ${returnTo}`))

const exchanges = () => world.requests('POST /v1/access_token').length

describe('two processes behind one PostgreSQL', () => {
  it('finish, in any order, the twenty tabs of one browser that the other one began', async () => {
    const tabs: Tab[] = []
    let begun = 0
    const ada = world.newVisitor(({ pathname, search, href }) => {
      if (pathname === '/connect') return servers[(begun++ % 2) as 0 | 1]
      const tab = tabs.findIndex(({ callback, returnTo }) => callback === href || returnTo === pathname + search)
      return servers[tab % 2 === 0 ? 1 : 0]
    })
    tabs.push(...(await openTabs(ada, TABS)))
    const inRandomOrder = [...tabs].sort(() => Math.random() - 0.5)
    const startedAt = performance.now()
    const ends = await Promise.all(
      inRandomOrder.map(async ({ callback }) => {
        await sleep(Math.random() * 300)
        return [callback, await endTab(ada, callback)] as const
      }),
    )
    const tookMs = Math.round(performance.now() - startedAt)
    const endOf = new Map(ends)
    expect(tabs.map(({ callback }) => endOf.get(callback))).toEqual(endsWanted(tabs))
    const connected = tabs.filter((_, index) => !isRefused(index)).length
    const [row] = await runOn(database, 'SELECT count(*)::int, max(generation)::int FROM grantkeeper_grants')
    expect([exchanges(), row]).toEqual([connected, { count: 1, max: connected }])
    expect((await ada.get('/spaces')).status).toBe(200)
    console.log(
      `tabs: ${TABS} over 2 processes, each ended at the other one, in random order within ${tookMs} ms: ` +
        `${connected} connected, ${TABS - connected} WX-ACCESS-DENIED, ${exchanges()} token requests`,
    )
  })

  it('give the same answer to each repetition of a callback, from one token request a code', async () => {
    let asked = 0
    const ada = world.newVisitor(() => servers[(asked++ % 2) as 0 | 1])
    const tabs = await openTabs(ada, 8)
    const refusal = { error: 'invalid_grant', error_description: 'The code is not known.' }
    world.emulator.faults.add({ on: 'POST /v1/access_token', times: 1, status: 400, body: refusal })
    world.emulator.faults.add({ on: 'POST /v1/access_token', delayMs: 100 })
    const repeat = async (times: number) => {
      const ends = tabs.map(({ callback }) => Promise.all(Array.from({ length: times }, () => endTab(ada, callback))))
      return (await Promise.all(ends)).map((ones) => [...new Set(ones)].join(' or '))
    }
    const atOnce = repeat(4)
    const moments = [await sleep(50).then(() => repeat(2)), await sleep(1000).then(() => repeat(2))]
    const ends = await atOnce
    expect(moments).toEqual([ends, ends])
    expect(ends.filter((end) => end === 'WX-CODE-REJECTED')).toHaveLength(1)
    expect(ends.map((end, index) => (end === 'WX-CODE-REJECTED' ? endsWanted(tabs)[index] : end))).toEqual(
      endsWanted(tabs),
    )
    const codes = tabs.filter((_, index) => !isRefused(index)).length
    expect(exchanges()).toBe(codes)
    console.log(
      `repeated callbacks: ${codes} codes and ${tabs.length - codes} refusals, each 8 times at 2 processes within 1 s: ` +
        `1 answer each, ${exchanges()} token requests`,
    )
  })
})
