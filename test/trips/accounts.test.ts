import { describe, expect, it } from 'vitest'
import { catalogue } from '../../src/index.ts'
import type { Visitor } from '../visitor.ts'
import { createTrip, type Trip } from './trip.ts'

const requestOf = (visitor: Visitor) => ({ headers: { cookie: visitor.cookieHeader() } })
const requestWith = (setCookie: string) => ({ headers: { cookie: setCookie.split(';')[0] } })
const unknown = expect.objectContaining({ code: 'WX-GRANT-UNKNOWN' })

async function namesOf(
  trip: Trip,
  request: { headers: { cookie?: string | undefined } },
): Promise<(string | undefined)[]> {
  return (await trip.keeper.sessions.grantsOf(request)).map(({ person }) => person?.displayName)
}

async function nameOf(trip: Trip, request: { headers: { cookie?: string | undefined } }): Promise<string | undefined> {
  return (await trip.keeper.grantOf(request))?.person?.displayName
}

async function signInBoth() {
  const trip = createTrip()
  const browser = trip.newVisitor()
  await browser.grantAs('ada')
  await browser.grantAs('grace')
  const [grace, ada] = await trip.keeper.sessions.grantsOf(requestOf(browser))
  if (!grace || !ada) throw new Error('two accounts are missing')
  return { trip, browser, ada, grace }
}

describe('two accounts in one browser', () => {
  it('are both there after two sign-ins, the newer one chosen', async () => {
    const { trip, browser } = await signInBoth()
    expect(await namesOf(trip, requestOf(browser))).toEqual(['Grace Hopper', 'Ada Lovelace'])
    expect(await nameOf(trip, requestOf(browser))).toBe('Grace Hopper')
    expect(await trip.keeper.grants.list()).toHaveLength(2)
  })

  it('change places when the other one is chosen, under a new session id', async () => {
    const { trip, browser, ada } = await signInBoth()
    const before = requestOf(browser)
    const chosen = requestWith(await trip.keeper.sessions.choose(before, ada.id))
    expect(await namesOf(trip, chosen)).toEqual(['Ada Lovelace', 'Grace Hopper'])
    expect((await (await trip.keeper.webex(chosen)).people.me()).displayName).toBe('Ada Lovelace')
    expect(await namesOf(trip, before)).toEqual([])
    expect(await trip.keeper.grantOf(before)).toBeUndefined()
  })

  it('become one when the chosen one disconnects; the browser goes on with the other', async () => {
    const { trip, browser, ada } = await signInBoth()
    await browser.grantAs('ada')
    expect(await nameOf(trip, requestOf(browser))).toBe('Ada Lovelace')
    const left = await browser.post('/disconnect')
    expect(left.url.search).toBe('?revoked=yes')
    expect(await namesOf(trip, requestOf(browser))).toEqual(['Grace Hopper'])
    expect(await nameOf(trip, requestOf(browser))).toBe('Grace Hopper')
    expect(await trip.keeper.grants.get(ada.id)).toBeUndefined()
    await browser.post('/disconnect')
    expect(await namesOf(trip, requestOf(browser))).toEqual([])
    expect(browser.cookieHeader()).not.toContain('__Host-gk=')
  })

  it('are never taken for each other: an old page ends only the connection that it names', async () => {
    const { trip, browser, ada, grace } = await signInBoth()
    const [, action = ''] = /action="(\/disconnect[^"]*)"/.exec((await browser.get('/disconnect')).text) ?? []
    await browser.post(`/accounts/${ada.id}`)
    const changed = await browser.post(action)
    expect([changed.status, changed.url.pathname]).toEqual([200, '/disconnect'])
    expect(changed.text).toContain('Nothing was ended')
    expect(changed.text).toContain(`action="/disconnect?grant=${ada.id}"`)
    expect(await trip.keeper.grants.list()).toHaveLength(2)
    await browser.post(`/accounts/${grace.id}`)
    expect((await browser.post(action)).url.search).toBe('?revoked=yes')
    expect(await namesOf(trip, requestOf(browser))).toEqual(['Ada Lovelace'])
  })

  it('are not both ended by a button that was pressed twice', async () => {
    const { trip, browser, grace } = await signInBoth()
    const pressed = () => browser.post(`/disconnect?grant=${grace.id}`)
    await pressed()
    const again = await pressed()
    expect([again.status, again.url.pathname]).toEqual([200, '/disconnected'])
    expect(again.text).toContain('Ada Lovelace')
    expect(await namesOf(trip, requestOf(browser))).toEqual(['Ada Lovelace'])
    await browser.post('/disconnect')
    expect((await pressed()).text).toContain('Connect again')
  })

  it('are both left behind at once when the browser signs out; the grants stay', async () => {
    const { trip, browser } = await signInBoth()
    const before = requestOf(browser)
    expect(await trip.keeper.sessions.end(before)).toMatch(/^__Host-gk=; Max-Age=0;/)
    expect(await namesOf(trip, before)).toEqual([])
    expect(await trip.keeper.grants.count()).toEqual({ healthy: 2 })
  })

  it('are told neither that they are signed out nor disconnected while they are not', async () => {
    const { browser } = await signInBoth()
    expect((await browser.get('/signed-out')).url.pathname).toBe('/accounts')
    expect((await browser.get('/disconnected')).url.pathname).toBe('/granted')
    await browser.post('/sign-out')
    expect((await browser.get('/signed-out')).text).toContain('This browser is signed out')
  })

  it('say which of them Webex has ended and why, and offer to reconnect the chosen one', async () => {
    const { trip, browser, ada, grace } = await signInBoth()
    for (const [user, { id }] of [
      ['ada', ada],
      ['grace', grace],
    ] as const) {
      trip.emulator.revokeOutside(user)
      await trip.keeper.grants.refresh(id).catch(() => undefined)
    }
    const { text } = await browser.get('/accounts')
    expect(text.match(/must be reconnected/g)).toHaveLength(2)
    expect(text.match(/>RECONNECT</g)).toHaveLength(1)
    expect((await browser.get('/granted')).text).toContain(catalogue['WX-RECONNECT'].cause)
  })

  it('lead back to the others when one is chosen on an old page that is gone', async () => {
    const { trip, browser, ada } = await signInBoth()
    await trip.keeper.grants.disconnect(ada.id)
    const visit = await browser.post(`/accounts/${ada.id}`)
    expect(visit.status).toBe(404)
    expect(visit.text).toContain('<a class="button primary" href="/accounts">Your accounts</a>')
  })

  it('are within reach of every error, also of a further sign-in that was declined', async () => {
    const { browser } = await signInBoth()
    const declined = await browser.grantAs('ada', { accept: false })
    for (const { status, text } of [declined, await browser.get('/nowhere'), await browser.get('/spaces/gone')]) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(text).toMatch(/<a class="account" href="\/accounts">[\s\S]*Grace Hopper/)
    }
  })

  it('leave out one that was disconnected elsewhere', async () => {
    const { trip, browser, ada, grace } = await signInBoth()
    await trip.keeper.grants.disconnect(ada.id)
    expect(await namesOf(trip, requestOf(browser))).toEqual(['Grace Hopper'])
    await expect(trip.keeper.sessions.choose(requestOf(browser), ada.id)).rejects.toThrow(unknown)
    await trip.keeper.grants.disconnect(grace.id)
    expect(await namesOf(trip, requestOf(browser))).toEqual([])
  })

  it('stay two when one of them signs in again', async () => {
    const { trip, browser } = await signInBoth()
    await browser.grantAs('grace')
    expect(await namesOf(trip, requestOf(browser))).toEqual(['Grace Hopper', 'Ada Lovelace'])
  })

  it('come to no other browser: each has what was signed in to in it', async () => {
    const { trip, ada, grace } = await signInBoth()
    const other = trip.newVisitor()
    await other.grantAs('grace')
    expect(await namesOf(trip, requestOf(other))).toEqual(['Grace Hopper'])
    await expect(trip.keeper.sessions.choose(requestOf(other), ada.id)).rejects.toThrow(unknown)
    expect(await nameOf(trip, requestOf(other))).toBe('Grace Hopper')
    const nobody = { headers: {} }
    await expect(trip.keeper.sessions.choose(nobody, grace.id)).rejects.toThrow(unknown)
    await expect(trip.keeper.sessions.choose(requestOf(other), 'ada" OR 1')).rejects.toThrow(unknown)
  })
})

describe('an app that knows its users by itself', () => {
  it('is told that these sessions are not for it', async () => {
    const { keeper } = createTrip({ keeper: { ownerOf: () => 'user' } })
    const refused = expect.objectContaining({ code: 'WX-CONFIG-INVALID' })
    const request = { headers: {} }
    await expect(keeper.sessions.grantsOf(request)).rejects.toThrow(refused)
    await expect(keeper.sessions.choose(request, 'grant')).rejects.toThrow(refused)
    await expect(keeper.sessions.end(request)).rejects.toThrow(refused)
  })
})

describe('a request with web-standard headers', () => {
  it('is known as one with Node’s is', async () => {
    const { trip, browser } = await signInBoth()
    const cookie = browser.cookieHeader()
    const requests = [
      { headers: new Headers({ cookie }) },
      new Request('http://localhost:10060/', { headers: { cookie } }),
    ]
    for (const request of requests)
      expect((await trip.keeper.grantOf(request))?.person?.displayName).toBe('Grace Hopper')
    expect(await trip.keeper.grantOf({ headers: new Headers() })).toBeUndefined()
  })
})
