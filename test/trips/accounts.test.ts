import { describe, expect, it } from 'vitest'
import { createEmulator } from '../../src/emulator/index.ts'
import type { Visitor } from '../visitor.ts'
import { createTrip, REDIRECT_URI } from './trip.ts'

/** A browser in which Ada signed in first, then Grace. */
async function createTwo() {
  const trip = createTrip()
  const browser = trip.newVisitor()
  await browser.grantAs('ada')
  await connectAnother(trip.emulator, browser, 'grace')
  const ids = new Map((await trip.keeper.grants.list()).map(({ id, person }) => [person?.displayName, id]))
  const idOf = (name: string) => ids.get(name) ?? ''
  return { ...trip, browser, ada: idOf('Ada Lovelace'), grace: idOf('Grace Hopper') }
}

async function connectAnother(emulator: ReturnType<typeof createEmulator>, browser: Visitor, user: string) {
  const { headers } = await browser.post('/connect?account=another&return_to=/accounts')
  return browser.get(await emulator.signIn(headers.get('location') ?? '', user))
}

const whoIs = async (browser: Visitor) => JSON.parse((await browser.get('/status')).text).person?.displayName

describe('several accounts in one browser', () => {
  it('are listed, the newest chosen, each with the way to the other', async () => {
    const { browser, ada, grace } = await createTwo()
    const { text } = await browser.get('/accounts')
    expect(text).toContain('Ada Lovelace')
    expect(text).toContain('Grace Hopper')
    expect(text).toContain(`action="/accounts/${ada}"`)
    expect(text).not.toContain(`action="/accounts/${grace}"`)
    expect(await whoIs(browser)).toBe('Grace Hopper')
  })

  it('are changed by one press, which renews the session', async () => {
    const { app, browser, ada } = await createTwo()
    const before = browser.cookieHeader()
    const { url, text } = await browser.post(`/accounts/${ada}`)
    expect(`${url.pathname}${url.search}`).toBe('/accounts?chosen')
    expect(text).toContain('You now use the account of')
    expect(await whoIs(browser)).toBe('Ada Lovelace')
    const stolen = new Request('http://localhost:10060/status', { headers: { cookie: before } })
    expect(await (await app.fetch(stolen)).json()).toEqual({ connected: false })
  })

  it('show the spaces of the one that is chosen', async () => {
    const { browser, ada } = await createTwo()
    expect((await browser.get('/spaces')).text).toContain('You have no spaces yet')
    await browser.post(`/accounts/${ada}`)
    expect((await browser.get('/spaces')).text).toContain('312 spaces')
  })

  it('leave the other one when one is disconnected', async () => {
    const { browser, keeper } = await createTwo()
    const { url, text } = await browser.post('/disconnect')
    expect(`${url.pathname}${url.search}`).toBe('/disconnected?revoked=yes')
    expect(text).toContain('You now use the account of')
    expect(await whoIs(browser)).toBe('Ada Lovelace')
    expect(await keeper.grants.list()).toHaveLength(1)
    const last = await browser.post('/disconnect')
    expect(last.text).toContain('Connect again')
    expect((await browser.get('/accounts')).text).toContain('No account is connected')
  })

  it('are never those of another browser', async () => {
    const { browser, newVisitor, keeper } = await createTwo()
    const own = newVisitor()
    await own.grantAs('ada')
    const foreign = (await keeper.grants.list()).find(({ person }) => person?.displayName === 'Grace Hopper')?.id
    const { status, text } = await own.post(`/accounts/${foreign}`)
    expect([status, text.includes('WX-GRANT-UNKNOWN')]).toEqual([404, true])
    expect((await own.post('/accounts/nonsense')).status).toBe(404)
    expect(await whoIs(own)).toBe('Ada Lovelace')
    expect(await whoIs(browser)).toBe('Grace Hopper')
  })
})

describe('signing out', () => {
  it('makes this browser forget its accounts, and no other; the grants stay', async () => {
    const { browser, newVisitor, keeper } = await createTwo()
    const elsewhere = newVisitor()
    await elsewhere.grantAs('ada')
    const { url, text } = await browser.post('/sign-out')
    expect(url.pathname).toBe('/signed-out')
    expect(text).toContain('Sign in again')
    expect(await whoIs(browser)).toBeUndefined()
    expect((await browser.get('/spaces')).text).toContain('WX-NOT-CONNECTED')
    expect(await whoIs(elsewhere)).toBe('Ada Lovelace')
    expect(await keeper.grants.list()).toHaveLength(2)
  })

  it('is a press on our own page, and works for those who are signed out already', async () => {
    const { newVisitor } = await createTwo()
    const nobody = newVisitor()
    expect((await nobody.post('/sign-out')).url.pathname).toBe('/signed-out')
    expect((await nobody.get('/sign-out')).status).toBe(405)
    expect((await nobody.post('/sign-out', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await nobody.post('/accounts/x', { 'sec-fetch-site': 'none', origin: 'null' })).status).toBe(403)
  })
})

describe('Webex as the app’s own login', () => {
  it('says so on the button, and shows who signed in', async () => {
    const emulator = createEmulator()
    const scopes = ['openid', 'email', 'profile', 'spark:rooms_read']
    const { clientId, clientSecret } = emulator.register({ name: 'Login', redirectUris: [REDIRECT_URI], scopes })
    const trip = createTrip({ on: emulator, keeper: { clientId, clientSecret, scopes } })
    const browser = trip.newVisitor()
    expect((await browser.get('/')).text).toContain('SIGN IN WITH WEBEX')
    const { text } = await browser.grantAs('ada')
    expect(text).toContain('Signed in as')
    expect(text).toContain('ada@example.com')
  })
})

describe('what else can be allowed', () => {
  it('is offered one by one, and no longer once it was', async () => {
    const emulator = createEmulator()
    const scopes = ['spark:rooms_read', 'spark:people_read']
    const optionalScopes = ['spark:teams_read', 'spark:messages_write']
    const all = [...scopes, ...optionalScopes]
    const { clientId, clientSecret } = emulator.register({ name: 'More', redirectUris: [REDIRECT_URI], scopes: all })
    const trip = createTrip({ on: emulator, keeper: { clientId, clientSecret, scopes, optionalScopes } })
    const ada = trip.newVisitor()
    const before = (await ada.grantAs('ada')).text
    const path = trip.keeper.scopes.askFor(['spark:teams_read'], '/granted')
    expect(before).toContain(path.replaceAll('&', '&amp;'))
    const { headers } = await ada.post(path)
    const { text } = await ada.get(await emulator.signIn(headers.get('location') ?? '', 'ada'))
    expect(text).not.toContain(path.replaceAll('&', '&amp;'))
    expect(text).toContain('Allow')
  })
})
