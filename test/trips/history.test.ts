import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../src/stores/memory.ts'
import { createTrip } from './trip.ts'

const DAY = 86_400_000

describe('what a keeper remembers', () => {
  it('is how each grant fared, and is gone with it', async () => {
    const trip = createTrip()
    await trip.newVisitor().grantAs('ada')
    const [grant] = await trip.keeper.grants.list()
    const id = grant?.id ?? ''
    trip.emulator.clock.advance(DAY)
    await trip.keeper.grants.refresh(id)
    const told = await trip.keeper.grants.history(id)
    expect(told.map(({ what }) => what)).toEqual(['refreshed', 'connected'])
    expect(told[0]).toMatchObject({ grantId: id, tookMs: expect.any(Number) })
    expect(await trip.keeper.grants.history(id, { before: told[0]?.id })).toEqual([told[1]])
    const since = told[1]?.at ?? 0
    expect(await trip.keeper.grants.activity(since, DAY)).toMatchObject([
      { at: since, what: 'connected', count: 1 },
      { at: since + DAY, what: 'refreshed', count: 1 },
    ])
    await trip.keeper.grants.disconnect(id)
    expect(await trip.keeper.grants.history(id)).toEqual([])
    expect(await trip.keeper.grants.activity(since, DAY)).toEqual([])
  })

  it('is forgotten by runDue after ninety days', async () => {
    const trip = createTrip()
    await trip.newVisitor().grantAs('ada')
    const [grant] = await trip.keeper.grants.list()
    trip.emulator.clock.advance(91 * DAY)
    await trip.keeper.runDue()
    const kinds = (await trip.keeper.grants.history(grant?.id ?? '')).map(({ what }) => what)
    expect(kinds).not.toContain('connected')
  })

  it('never fails or holds up a sign-in or a refresh, whatever its store does', async () => {
    for (const insertHappenings of [
      () => Promise.reject(new Error('away')),
      () => new Promise<never>(() => undefined),
    ]) {
      const trip = createTrip({ keeper: { store: { ...memoryStore({ now: Date.now }), insertHappenings } } })
      await trip.newVisitor().grantAs('ada')
      const [grant] = await trip.keeper.grants.list()
      expect((await trip.keeper.grants.refresh(grant?.id ?? '')).generation).toBe(2)
    }
  })

  it('is written before the keeper is closed', async () => {
    const store = memoryStore({ now: Date.now })
    const writes: Promise<void>[] = []
    let isClosed = false
    const slow = async (rows: Parameters<typeof store.insertHappenings>[0]) => {
      await new Promise((resolve) => setImmediate(resolve))
      expect(isClosed).toBe(false)
      await store.insertHappenings(rows)
    }
    const insertHappenings = (rows: Parameters<typeof store.insertHappenings>[0]) => {
      const write = slow(rows)
      writes.push(write)
      return write
    }
    const close = async () => {
      isClosed = true
    }
    const trip = createTrip({ keeper: { store: { ...store, insertHappenings, close } } })
    await trip.newVisitor().grantAs('ada')
    const [grant] = await trip.keeper.grants.list()
    await trip.keeper.grants.refresh(grant?.id ?? '')
    await trip.keeper.close()
    expect(writes).toHaveLength(2)
    await Promise.all(writes)
  })
})

describe('finding grants', () => {
  it('lists and counts those of a name, a scope or a near end', async () => {
    const trip = createTrip()
    await trip.newVisitor().grantAs('ada')
    await trip.newVisitor().grantAs('grace', { accept: true, scopes: ['spark:people_read'] })
    const find = async (filter: Parameters<typeof trip.keeper.grants.list>[0]) =>
      (await trip.keeper.grants.list(filter)).map(({ person }) => person?.displayName)
    expect(await find({ search: 'HOPPER' })).toEqual(['Grace Hopper'])
    expect(await find({ scope: 'spark:rooms_read' })).toEqual(['Ada Lovelace'])
    expect(await find({ search: '', scope: '' })).toHaveLength(2)
    const soon = trip.emulator.clock.now() + 89 * DAY
    expect([await find({ endsBefore: soon }), await find({ endsBefore: soon + 2 * DAY })]).toMatchObject([
      [],
      { length: 2 },
    ])
    expect(await trip.keeper.grants.count({ search: 'ada' })).toEqual({ healthy: 1 })
    expect(await trip.keeper.grants.count()).toEqual({ healthy: 2 })
  })
})

describe('disconnecting everybody', () => {
  it('stops between two when it is told to, and gives those that are done', async () => {
    const trip = createTrip()
    for (const user of ['ada', 'grace']) await trip.newVisitor().grantAs(user)
    const stop = new AbortController()
    const done = await trip.keeper.grants.disconnectAll({ signal: stop.signal, onEach: () => stop.abort() })
    expect(done).toHaveLength(1)
    expect(await trip.keeper.grants.list()).toHaveLength(1)
    expect(await trip.keeper.grants.disconnectAll()).toHaveLength(1)
  })
})

describe('the status of a browser', () => {
  it('tells who signed in by Login with Webex, and no token', async () => {
    const statusOf = async (scopes: string) => {
      const browser = createTrip({ keeper: { scopes } }).newVisitor()
      await browser.grantAs('ada')
      return JSON.parse((await browser.get('/status')).text)
    }
    const { login, ...rest } = await statusOf('openid email')
    expect(login).toEqual({ sub: expect.any(String), email: rest.person.email, emailVerified: true, name: null })
    expect(JSON.stringify(rest)).not.toMatch(/token/i)
    expect(await statusOf('spark:people_read')).toMatchObject({ connected: true, login: null })
  })
})

describe('an error of the app’s own', () => {
  it('looks as those of our paths do', async () => {
    const trip = createTrip()
    const request = new Request('http://localhost:10060/own', { headers: { accept: 'text/html' } })
    const error = await trip.keeper.webex(request).catch((reason) => reason)
    const shown = await trip.keeper.renderError(error, request)
    expect([shown.status, (await shown.text()).includes('WX-NOT-CONNECTED')]).toEqual([401, true])
  })
})
