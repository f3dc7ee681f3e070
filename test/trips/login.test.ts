import { describe, expect, it } from 'vitest'
import { createEmulator, type EmulatorOptions } from '../../src/emulator/index.ts'
import { fetchTransport, nodeEnvironment } from '../../src/environment.ts'
import type { GrantkeeperOptions } from '../../src/front-door.ts'
import { createTrip, type Trip } from './trip.ts'

const DISCOVERY = 'GET /v1/.well-known/openid-configuration'
const KEYS = 'GET /v1/verification'

function createLoginTrip(scopes: string, emulator?: EmulatorOptions, keeper?: Partial<GrantkeeperOptions>): Trip {
  return createTrip({ emulator, keeper: { scopes, ...keeper } })
}

/** Whoever this browser is signed in as, by our own session. */
async function grantOf({ keeper }: Trip, cookie: string) {
  return keeper.grantOf({ headers: { cookie } })
}

describe('Login with Webex', () => {
  it('signs Ada in with openid and email alone, without her directory', async () => {
    const trip = createLoginTrip('openid email')
    const ada = trip.newVisitor()
    const granted = await ada.grantAs('ada')
    expect([granted.status, granted.url.pathname]).toEqual([200, '/granted'])
    const grant = await grantOf(trip, ada.cookieHeader())
    const user = trip.emulator.users().find(({ key }) => key === 'ada')
    expect(grant?.login).toEqual({ sub: user?.uuid, email: user?.email, emailVerified: true, name: null })
    expect(grant?.person).toMatchObject({ email: user?.email, displayName: user?.email })
    expect(trip.requests('GET /v1/people/me')).toBe(0)
  })

  it('knows Ada again, whichever scopes an app asks for later', async () => {
    const trip = createLoginTrip('openid')
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    const grant = await grantOf(trip, ada.cookieHeader())
    await ada.grantAs('ada')
    expect((await grantOf(trip, ada.cookieHeader()))?.id).toBe(grant?.id)
    const both = createTrip({ on: trip.emulator, keeper: { scopes: 'openid profile spark:people_read' } })
    const again = both.newVisitor()
    await again.grantAs('ada')
    const later = await grantOf(both, again.cookieHeader())
    expect(later?.person?.id).toBe(grant?.person?.id)
    expect(later?.owner).toBe(grant?.owner)
    expect(later?.login).toMatchObject({ sub: grant?.login?.sub, name: later?.person?.displayName, email: null })
  })

  it('takes the issuers of all regions', async () => {
    for (const idTokenIssuer of ['own', 'regional', 'global'] as const) {
      for (const metadataIssuer of ['own', 'regional', 'global'] as const) {
        if (idTokenIssuer === 'own' && metadataIssuer !== 'own') continue
        const trip = createLoginTrip('openid', { idTokenIssuer, metadataIssuer })
        expect((await trip.newVisitor().grantAs('ada')).status).toBe(200)
      }
    }
  })

  it('refuses an issuer that is not allowed, and keeps nothing', async () => {
    const trip = createLoginTrip('openid', { metadataIssuer: 'global' })
    const refused = await trip.newVisitor().grantAs('ada')
    expect([refused.status, refused.text.includes('WX-ID-TOKEN-INVALID')]).toEqual([502, true])
    expect(await trip.keeper.grants.list()).toEqual([])
    const strict = createLoginTrip('openid', {}, { issuers: ['https://idbroker.webex.com/idb'] })
    expect((await strict.newVisitor().grantAs('ada')).text).toContain('WX-ID-TOKEN-INVALID')
  })

  it('asks Webex for its keys once for many', async () => {
    const trip = createLoginTrip('openid')
    const ada = trip.newVisitor()
    for (const _ of [1, 2, 3]) await ada.grantAs('ada')
    expect(trip.requests(KEYS)).toBe(1)
  })

  it('asks again for keys that Webex has changed, but not for each sign-in', async () => {
    const before = createEmulator()
    const emulator = createEmulator()
    let stale = 1
    const transport = fetchTransport((request) => {
      const isForKeys = request.url.endsWith('/v1/verification')
      return isForKeys && stale-- > 0 ? before.fetch(request) : emulator.fetch(request)
    })
    const environment = nodeEnvironment({ transport })
    const trip = createTrip({ on: emulator, keeper: { scopes: 'openid', environment } })
    expect((await trip.newVisitor().grantAs('ada')).status).toBe(200)
    expect(stale).toBe(-1)
    stale = 3
    const late = createTrip({ on: emulator, keeper: { scopes: 'openid', environment } })
    for (const _ of [1, 2]) expect((await late.newVisitor().grantAs('ada')).text).toContain('WX-ID-TOKEN-INVALID')
    expect(stale).toBe(1)
  })

  it('is no login where openid was not granted', async () => {
    const trip = createLoginTrip('openid spark:people_read')
    const ada = trip.newVisitor()
    await ada.grantAs('ada', { accept: true, scopes: ['spark:people_read'] })
    const grant = await grantOf(trip, ada.cookieHeader())
    expect([grant?.login, grant?.person?.displayName]).toEqual([undefined, 'Ada Lovelace'])
    expect(trip.requests('GET /v1/userinfo')).toBe(0)
  })

  it('can be asked for later, as an optional scope', async () => {
    const trip = createLoginTrip('spark:people_read', {}, { optionalScopes: ['openid', 'email'] })
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    expect((await grantOf(trip, ada.cookieHeader()))?.login).toBeUndefined()
    const sent = await ada.post('/connect?scopes=openid%20email')
    await ada.get(await trip.emulator.signIn(sent.headers.get('location') ?? '', 'ada'))
    expect((await grantOf(trip, ada.cookieHeader()))?.login).toMatchObject({ emailVerified: true })
  })

  it('costs nothing where openid is not asked for', async () => {
    const trip = createTrip()
    expect(await trip.newVisitor().pressGrant()).not.toContain('nonce')
    await trip.newVisitor().grantAs('ada')
    const paths = trip.emulator.journal.entries().map(({ path }) => path)
    expect(paths.filter((path) => /well-known|verification|userinfo/.test(path))).toEqual([])
  })

  it('tells that Webex did not say who it is', async () => {
    const trip = createLoginTrip('openid email')
    trip.emulator.faults.add({ on: 'GET /v1/userinfo', status: 403 })
    const refused = await trip.newVisitor().grantAs('ada')
    expect([refused.status, refused.text.includes('WX-LOGIN-UNAVAILABLE')]).toEqual([503, true])
  })
})

describe('an answer that says who it is from', () => {
  it.each([
    ['https://idbroker.webex.com/idb', 200],
    ['http://127.0.0.1:10061/idb', 200],
    ['https://evil.example/idb', 400],
    ['https://idbroker.webex.com/idb/', 400],
  ])('(%s) is answered %i', async (issuer, status) => {
    const trip = createTrip({ on: createEmulator() })
    const ada = trip.newVisitor()
    const callback = new URL(await trip.emulator.signIn(await ada.pressGrant(), 'ada'))
    callback.searchParams.set('iss', issuer)
    const answer = await ada.get(callback.href)
    expect(answer.status).toBe(status)
    expect(trip.requests('POST /v1/access_token')).toBe(status === 200 ? 1 : 0)
    if (issuer === 'https://idbroker.webex.com/idb') expect(trip.requests(DISCOVERY)).toBe(0)
    if (status !== 200) expect(answer.text).toContain('WX-ISSUER-FOREIGN')
  })

  it('is checked also where it is a refusal', async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    const callback = new URL(await trip.emulator.signIn(await ada.pressGrant(), 'ada', { accept: false }))
    callback.searchParams.set('iss', 'https://evil.example/idb')
    expect((await ada.get(callback.href)).text).toContain('WX-ISSUER-FOREIGN')
  })
})
