import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmulator } from '../../src/emulator/index.ts'
import { postgresStore } from '../../src/stores/postgres.ts'
import { startPostgres, type TestPostgres } from '../postgres.ts'
import { createVisitor } from '../visitor.ts'
import { createTrip, type Trip } from './trip.ts'

let postgres: TestPostgres

beforeAll(async () => {
  postgres = await startPostgres()
})

afterAll(() => postgres.stop())

/** Two keepers as two processes would have them: one database, one integration, one key, and nothing else in common. */
async function createTwoKeepers(): Promise<[Trip, Trip]> {
  const connectionString = await postgres.createDatabase()
  const emulator = createEmulator()
  const keys = [randomBytes(32).toString('base64')]
  const one = createTrip({ on: emulator, keeper: { keys, store: postgresStore({ connectionString }) } })
  const { clientId, clientSecret } = one.integration
  const store = postgresStore({ connectionString })
  return [one, createTrip({ on: emulator, keeper: { keys, store, clientId, clientSecret } })]
}

/** A browser whose callbacks arrive at the second process, or at both in turn, and everything else at the first. */
function visitBoth([one, two]: [Trip, Trip], callbacks: Trip[]) {
  let arrived = 0
  const choose = ({ url }: Request) => {
    const trip = new URL(url).pathname === '/oauth' ? callbacks[arrived++ % callbacks.length] : one
    return trip ?? two
  }
  return createVisitor({ fetch: (request) => choose(request).app.fetch(request) }, one.emulator)
}

describe('two processes behind one PostgreSQL', () => {
  it('finish at one the twenty tabs that were begun at the other', async () => {
    const trips = await createTwoKeepers()
    const [one, two] = trips
    const ada = visitBoth(trips, [two])
    const tabs: string[] = []
    for (let tab = 0; tab < 20; tab++) tabs.push(await ada.pressGrant(`/granted?tab=${tab}`))
    const callbacks: string[] = []
    for (const tab of tabs) callbacks.push(await one.emulator.signIn(tab, 'ada'))
    const visits = await Promise.all(callbacks.map((callback) => ada.get(callback)))
    expect(visits.map(({ status, url }) => `${status} ${url.pathname}${url.search}`)).toEqual(
      Array.from({ length: 20 }, (_, tab) => `200 /granted?tab=${tab}`),
    )
    expect(one.requests('POST /v1/access_token')).toBe(20)
    expect((await one.keeper.grants.list()).map(({ generation }) => generation)).toEqual([20])
    await Promise.all(trips.map(({ keeper }) => keeper.close()))
  })

  it('exchange a callback once, and give its outcome to both for a minute', async () => {
    const trips = await createTwoKeepers()
    const [one, two] = trips
    const ada = visitBoth(trips, [one, two])
    const callback = await one.emulator.signIn(await ada.pressGrant(), 'ada')
    const repeat = async (times: number) => {
      const visits = await Promise.all(Array.from({ length: times }, () => ada.get(callback)))
      return [...new Set(visits.map(({ url, text }) => /WX-[A-Z-]+/.exec(text)?.[0] ?? url.pathname))]
    }
    expect(await repeat(20)).toEqual(['/granted'])
    one.emulator.clock.advance(59_000)
    expect(await repeat(4)).toEqual(['/granted'])
    one.emulator.clock.advance(2_000)
    expect(await repeat(4)).toEqual(['WX-STATE-USED'])
    expect(one.requests('POST /v1/access_token')).toBe(1)
    await Promise.all(trips.map(({ keeper }) => keeper.close()))
  })

  it('ask Webex nothing for a person whom it has told the other to wait', async () => {
    const trips = await createTwoKeepers()
    const [one, two] = trips
    const ada = visitBoth(trips, [one])
    await ada.get(await one.emulator.signIn(await ada.pressGrant(), 'ada'))
    const [grant] = await one.keeper.grants.list()
    const askAt = async ({ keeper }: Trip) => (await keeper.webex({ grant: grant!.id }, { maxWaitMs: 0 })).people.me()
    one.emulator.faults.add({ on: 'GET /v1/people/me', status: 429, headers: { 'retry-after': '600' }, times: 1 })
    await expect(askAt(one)).rejects.toMatchObject({ code: 'WX-API-RATE-LIMITED' })
    const tellCode = () => askAt(two).catch((error) => error.code)
    await expect.poll(tellCode, { timeout: 5000 }).toBe('WX-API-RATE-LIMITED')
    const asked = one.requests('GET /v1/people/me')
    expect(await tellCode()).toBe('WX-API-RATE-LIMITED')
    expect(one.requests('GET /v1/people/me')).toBe(asked)
    await Promise.all(trips.map(({ keeper }) => keeper.close()))
  })
})
