import { describe, expect, it } from 'vitest'
import { createTrip } from './trip.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe('GRANT to Spaces', () => {
  it('takes Ada from the first page to her 312 spaces and out again', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    expect((await ada.get('/')).text).toContain('GRANT ACCESS')

    const granted = await ada.grantAs('ada')
    expect([granted.status, granted.url.href]).toEqual([200, 'http://localhost:10060/granted'])
    expect(granted.text).toContain('Ada')

    const spaces = await ada.get('/spaces')
    expect(spaces.status).toBe(200)
    expect(spaces.text).toContain('312')

    const left = await ada.post('/disconnect')
    expect([left.status, left.url.pathname + left.url.search]).toEqual([200, '/disconnected?revoked=yes'])
    expect((await ada.get('/spaces')).status).toBe(401)
    expect(await trip.keeper.grants.list()).toEqual([])
  })

  it('shows Grace, who has no spaces, what to do next', async () => {
    const grace = createTrip().newVisitor()
    await grace.grantAs('grace')
    const spaces = await grace.get('/spaces')
    expect([spaces.status, spaces.text.includes('no spaces')]).toEqual([200, true])
  })

  it('says what is missing when a scope was left out', async () => {
    const ada = createTrip().newVisitor()
    const granted = await ada.grantAs('ada', { accept: true, scopes: ['spark:rooms_read'] })
    expect(granted.text).toContain('1 of 2')
    expect(granted.text).toContain('spark:people_read')
    expect((await ada.get('/spaces')).text).toContain('312')
  })

  it('renews the token by itself when it is two weeks old', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    for (const _week of [1, 2, 3, 4]) {
      trip.emulator.clock.advance(5 * DAY)
      expect((await ada.get('/spaces?refresh=1')).status).toBe(200)
    }
    expect(trip.requests('POST /v1/access_token')).toBeGreaterThanOrEqual(2)
    expect(trip.emulator.overlap()).toBe(1)
  })

  it('gives each API call one replay when the token dies early', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    trip.emulator.expireAll()
    expect((await ada.get('/spaces')).status).toBe(200)
    expect(trip.events.filter(({ name }) => name === 'grant.refreshed')).toHaveLength(1)
  })

  it('answers many calls at once with one refresh', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    trip.emulator.expireAll()
    const [grant] = await trip.keeper.grants.list()
    const webex = await trip.keeper.webex({ grant: grant?.id ?? '' })
    const people = await Promise.all(Array.from({ length: 50 }, () => webex.people.me()))
    expect(new Set(people.map(({ displayName }) => displayName)).size).toBe(1)
    expect(trip.requests('POST /v1/access_token')).toBe(2)
  })

  it('keeps one grant for one person, however often she connects', async () => {
    const trip = createTrip()
    await trip.newVisitor().grantAs('ada')
    await trip.newVisitor().grantAs('ada')
    const grants = await trip.keeper.grants.list()
    expect(grants.map(({ generation }) => generation)).toEqual([2])
  })

  it('ends the old session when a new grant is given, and every session with the grant', async () => {
    const trip = createTrip()
    const [laptop, phone] = [trip.newVisitor(), trip.newVisitor()]
    await laptop.grantAs('ada')
    const before = laptop.cookieHeader()
    await laptop.grantAs('ada')
    const stale = await trip.app.fetch(
      new Request('http://localhost:10060/spaces', { headers: { cookie: before, host: 'localhost:10060' } }),
    )
    expect(stale.status).toBe(401)
    await phone.grantAs('ada')
    await laptop.post('/disconnect')
    expect((await phone.get('/spaces')).status).toBe(401)
  })

  it('takes a request for whoever sends it, whatever a host has hung on it', async () => {
    const trip = createTrip()
    const [ada, grace] = [trip.newVisitor(), trip.newVisitor()]
    await ada.grantAs('ada')
    await grace.grantAs('grace')
    const [first] = await trip.keeper.grants.list()
    const request = { headers: { cookie: grace.cookieHeader() }, owner: first?.owner, grant: first?.id }
    expect((await (await trip.keeper.webex(request)).people.me()).displayName).toContain('Grace')
  })

  it('gives the host app that has users of its own the grant of each of them', async () => {
    let user: string | undefined = 'user-1'
    const trip = createTrip({ keeper: { ownerOf: () => user } })
    await trip.newVisitor().grantAs('ada')
    user = 'user-2'
    await trip.newVisitor().grantAs('grace')
    expect((await (await trip.keeper.webex({ owner: 'user-1' })).people.me()).displayName).toContain('Ada')
    expect((await (await trip.keeper.webex({ owner: 'user-2' })).people.me()).displayName).toContain('Grace')
    await expect(trip.keeper.webex({ owner: 'user-3' })).rejects.toMatchObject({ code: 'WX-NOT-CONNECTED' })
  })
})
