import { describe, expect, it } from 'vitest'
import { fetchTransport, nodeEnvironment, TransportError } from '../../src/environment.ts'
import type { Visit } from '../visitor.ts'
import { createTrip, type Trip } from './trip.ts'

/** The ways a sign-in and its use go wrong; on each the sample of the tutorial shows a bare 500, loops, or lets it pass. */

function expectError(visit: Visit, status: number, code: string, nextStep: string): void {
  expect(visit.status).toBe(status)
  expect(visit.text).toContain(code)
  expect(visit.text).toContain(nextStep)
  expect(visit.text).toContain(`grantkeeper explain ${code}`)
  expect(visit.text).not.toMatch(/at .+\(.+:\d+:\d+\)/)
}

const tokenRequests = (trip: Trip) => trip.requests('POST /v1/access_token')

describe('the nine abnormal paths', () => {
  it('1: the placeholder state of the portal’s example address', async () => {
    const trip = createTrip()
    const visit = await trip.newVisitor().get('/oauth?code=abc&state=set_state_here')
    expectError(visit, 400, 'WX-STATE-MISSING', 'Start again')
    expect(tokenRequests(trip)).toBe(0)
  })

  it('2: no state at all', async () => {
    const trip = createTrip()
    for (const query of ['?code=abc', '?error=access_denied', '?code=abc&state=', '']) {
      expectError(await trip.newVisitor().get(`/oauth${query}`), 400, 'WX-STATE-MISSING', 'Start again')
    }
    expect(tokenRequests(trip)).toBe(0)
  })

  it('3: Deny', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    expectError(await ada.grantAs('ada', { accept: false }), 400, 'WX-ACCESS-DENIED', 'Try again')
    expect(tokenRequests(trip)).toBe(0)
    expect((await ada.grantAs('ada')).status).toBe(200)
  })

  it('4: the callback of another browser, without a cookie or with its own', async () => {
    const trip = createTrip()
    const [attacker, victim] = [trip.newVisitor(), trip.newVisitor()]
    const callback = await trip.emulator.signIn(await attacker.pressGrant(), 'grace')
    expectError(await victim.get(callback), 400, 'WX-STATE-FOREIGN', 'Start again')
    await victim.pressGrant()
    expectError(await victim.get(callback), 400, 'WX-STATE-FOREIGN', 'Start again')
    expect(tokenRequests(trip)).toBe(0)
  })

  it('5a: a wrong client secret', async () => {
    const trip = createTrip({ keeper: { clientSecret: 'f'.repeat(64) } })
    expectError(await trip.newVisitor().grantAs('ada'), 502, 'WX-CLIENT-REJECTED', 'WEBEX_CLIENT_SECRET')
    expect(trip.events.map(({ name }) => name)).toContain('integration.rejected')
  })

  it('5b: a code that expired on the way', async () => {
    const trip = createTrip({ emulator: { codeLifeMs: 60_000 } })
    const ada = trip.newVisitor()
    const callback = await trip.emulator.signIn(await ada.pressGrant(), 'ada')
    trip.emulator.clock.advance(61_000)
    expectError(await ada.get(callback), 400, 'WX-CODE-REJECTED', 'Start again')
    expect((await ada.grantAs('ada')).status).toBe(200)
  })

  it('5c: a sign-in that took longer than ten minutes', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    const callback = await trip.emulator.signIn(await ada.pressGrant(), 'ada')
    trip.emulator.clock.advance(10 * 60_000 + 1000)
    expectError(await ada.get(callback), 400, 'WX-STATE-EXPIRED', 'Start again')
    expect(tokenRequests(trip)).toBe(0)
  })

  it('6: /spaces without a session', async () => {
    expectError(await createTrip().newVisitor().get('/spaces'), 401, 'WX-NOT-CONNECTED', 'GRANT')
  })

  it('7: 429 with a wait longer than a page may take', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    const heal = trip.emulator.faults.add({ on: 'GET /v1/rooms', status: 429, headers: { 'retry-after': '3600' } })
    const visit = await ada.get('/spaces')
    expectError(visit, 429, 'WX-API-RATE-LIMITED', 'Wait')
    expect(visit.headers.get('retry-after')).toBe('3600')
    heal()
    expect((await ada.get('/spaces')).status).toBe(429)
    expect(trip.requests('GET /v1/rooms')).toBe(1)
    trip.emulator.clock.advance(3_600_000)
    expect((await ada.get('/spaces')).status).toBe(200)
  })

  it('8: 401 again after a refresh: two calls, one refresh, no loop', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    const before = { calls: trip.requests('GET /v1/rooms'), refreshes: tokenRequests(trip) }
    trip.emulator.faults.add({ on: 'GET /v1/rooms', status: 401 })
    expectError(await ada.get('/spaces'), 401, 'WX-API-UNAUTHORIZED', 'Reconnect')
    expect(trip.requests('GET /v1/rooms') - before.calls).toBe(2)
    expect(tokenRequests(trip) - before.refreshes).toBe(1)
    expect(await trip.keeper.grants.list()).toHaveLength(1)
  })

  it('9: a refresh token that was revoked outside', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    trip.emulator.revokeOutside('ada')
    expectError(await ada.get('/spaces'), 401, 'WX-RECONNECT', 'Reconnect')
    const refreshes = tokenRequests(trip)
    expectError(await ada.get('/spaces'), 401, 'WX-RECONNECT', 'Reconnect')
    expect(tokenRequests(trip)).toBe(refreshes)
    const [grant] = await trip.keeper.grants.list()
    expect(grant).toMatchObject({ status: 'reconnect', reason: 'WX-RECONNECT' })
    await ada.grantAs('ada')
    expect((await ada.get('/spaces')).status).toBe(200)
    expect((await trip.keeper.grants.list()).map(({ id }) => id)).toEqual([grant?.id])
  })
})

describe('a callback', () => {
  it('repeated twenty times at once is exchanged once, and every one succeeds', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    const callback = await trip.emulator.signIn(await ada.pressGrant(), 'ada')
    const visits = await Promise.all(Array.from({ length: 20 }, () => ada.get(callback)))
    expect(new Set(visits.map(({ status, url }) => `${status} ${url.pathname}`))).toEqual(new Set(['200 /granted']))
    expect(tokenRequests(trip)).toBe(1)
  })

  it('repeated by the back button within a minute gets the same outcome, after it none', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    const callback = await trip.emulator.signIn(await ada.pressGrant(), 'ada')
    await ada.get(callback)
    trip.emulator.clock.advance(59_000)
    expect((await ada.get(callback)).url.pathname).toBe('/granted')
    trip.emulator.clock.advance(2000)
    expectError(await ada.get(callback), 400, 'WX-STATE-USED', 'Go back')
    expect(tokenRequests(trip)).toBe(1)
  })

  it('only looked ahead at by the browser uses up nothing', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    const callback = await trip.emulator.signIn(await ada.pressGrant(), 'ada')
    expect((await ada.get(callback, { 'sec-purpose': 'prefetch' })).status).toBe(204)
    expect(tokenRequests(trip)).toBe(0)
    expect((await ada.get(callback)).status).toBe(200)
  })

  it('with another code under the same state is not exchanged a second time', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    const authorize = await ada.pressGrant()
    await ada.get(await trip.emulator.signIn(authorize, 'ada'))
    await ada.get(await trip.emulator.signIn(authorize, 'grace'))
    expect(tokenRequests(trip)).toBe(1)
    expect(await trip.keeper.grants.list()).toHaveLength(1)
  })

  it('carrying a code of another sign-in is refused by the verifier', async () => {
    const trip = createTrip()
    const [ada, grace] = [trip.newVisitor(), trip.newVisitor()]
    const stolen = new URL(await trip.emulator.signIn(await grace.pressGrant(), 'grace'))
    const own = new URL(await trip.emulator.signIn(await ada.pressGrant(), 'ada'))
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    expectError(await ada.get(own.href), 400, 'WX-CODE-REJECTED', 'Start again')
    expect(await trip.keeper.grants.list()).toEqual([])
  })

  it('that comes back to another user of the host app is refused', async () => {
    let user = 'user-1'
    const trip = createTrip({ keeper: { ownerOf: () => user } })
    const visitor = trip.newVisitor()
    const callback = await trip.emulator.signIn(await visitor.pressGrant(), 'ada')
    user = 'user-2'
    expectError(await visitor.get(callback), 409, 'WX-OWNER-CHANGED', 'Start again')
    expect(tokenRequests(trip)).toBe(0)
  })

  it.each([
    ['twice the same parameter', '/oauth?code=a&code=b&state=ssssssssssssssssssssss'],
    ['twice the state', '/oauth?code=a&state=s1&state=s2'],
    ['neither code nor error', '/oauth?state=ssssssssssssssssssssss'],
    ['an enormous state', `/oauth?code=a&state=${'s'.repeat(9000)}`],
    ['a script in the error', '/oauth?error=%3Cscript%3Ealert(1)%3C/script%3E&state=ssssssssssssssssssssss'],
    ['broken escapes', '/oauth?code=%ff%00&state=%'],
  ])('with %s is refused in plain words', async (_what, path) => {
    const trip = createTrip()
    const visit = await trip.newVisitor().get(path)
    expect(visit.status).toBeGreaterThanOrEqual(400)
    expect(visit.status).toBeLessThan(500)
    expect(visit.text).not.toMatch(/<script(?! src="\/app\.js)/)
    expect(tokenRequests(trip)).toBe(0)
  })
})

describe('a callback while Webex', () => {
  /** A network whose first token requests go wrong in a given way. */
  const createTripOver = (break_: (tries: number) => void) => {
    let tries = 0
    const trip: Trip = createTrip({
      keeper: {
        environment: nodeEnvironment({
          transport: (request) => {
            if (request.url.endsWith('/access_token')) break_(++tries)
            return fetchTransport((web) => trip.emulator.fetch(web))(request)
          },
        }),
      },
    })
    return { trip, tries: () => tries }
  }

  it('could not be reached at first is completed all the same', async () => {
    const { trip, tries } = createTripOver((tries) => {
      if (tries < 3) throw new TransportError('unreachable', 'planned')
    })
    expect((await trip.newVisitor().grantAs('ada')).url.pathname).toBe('/granted')
    expect(tries()).toBe(3)
  })

  it('may have used the code is not tried again with it', async () => {
    const { trip, tries } = createTripOver(() => {
      throw new TransportError('interrupted', 'planned')
    })
    expectError(await trip.newVisitor().grantAs('ada'), 503, 'WX-TOKEN-UNAVAILABLE', 'again')
    expect(tries()).toBe(1)
  })
})

describe('many sign-ins in one browser', () => {
  it('gives twenty tabs in one browser twenty grants', async () => {
    const trip = createTrip()
    for (let n = 0; n < 20; n++) {
      trip.emulator.addUser({ key: `user${n}`, displayName: `User ${n}`, email: `user${n}@example.com`, spaces: 3 })
    }
    const browser = trip.newVisitor()
    const tabs = []
    for (let n = 0; n < 20; n++) tabs.push({ n, authorize: await browser.pressGrant() })
    const shuffled = tabs.map((tab) => ({ tab, order: (tab.n * 7 + 3) % 20 })).sort((a, b) => a.order - b.order)
    for (const { tab } of shuffled) {
      const visit = await browser.get(await trip.emulator.signIn(tab.authorize, `user${tab.n}`))
      expect([visit.status, visit.url.pathname]).toEqual([200, '/granted'])
      expect(visit.text).toContain(`User ${tab.n}`)
    }
    const people = (await trip.keeper.grants.list()).map(({ person }) => person?.displayName)
    expect(new Set(people).size).toBe(20)
  })

  it('never fills the Cookie header, however often GRANT is pressed', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    for (let n = 0; n < 500; n++) await ada.pressGrant('/spaces?q=something&type=group&sort=title')
    expect(ada.cookieHeader().length).toBeLessThan(4096)
    expect((await ada.get('/spaces')).status).toBe(200)
    expect((await ada.grantAs('ada')).status).toBe(200)
  })
})
