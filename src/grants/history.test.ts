import { beforeEach, describe, expect, it } from 'vitest'
import { createVirtualWorld, type VirtualWorld } from '../../test/virtual-world.ts'
import { createEvents, type Events } from '../events.ts'
import { createGrantRow } from '../stores/contract/check.ts'
import { memoryStore } from '../stores/memory.ts'
import type { Store } from '../stores/store.ts'
import { createHistory, type History } from './history.ts'

const DAY = 86_400_000
const grantId = 'grant-1'

let world: VirtualWorld
let events: Events
let store: Store
let history: History

beforeEach(async () => {
  world = createVirtualWorld(() => Promise.reject(new Error('no network here')))
  events = createEvents()
  store = memoryStore({ now: world.now })
  history = createHistory({ clientId: 'client', environment: world.environment, events, store })
  await store.insertGrant(createGrantRow())
})

const refresh = (tookMs = 120) =>
  events.emit('grant.refreshed', { grantId, generation: 2, accessExpiresAt: world.now() + DAY, tookMs })
const fail = (failures: number, code = 'WX-TOKEN-UNAVAILABLE') =>
  events.emit('grant.failing', { grantId, code, failures, nextTryAt: world.now() + 1000 })

/** A store whose writes end when the test says so. */
function holdWrites() {
  const held: { rows: readonly unknown[]; end(error?: Error): void }[] = []
  store.insertHappenings = (rows) =>
    new Promise((resolve, reject) => held.push({ rows, end: (error) => (error ? reject(error) : resolve()) }))
  return held
}

describe('the history of a grant', () => {
  it('tells what happened, the newest first, each with what belongs to it', async () => {
    events.emit('grant.connected', { grantId, attemptId: 'attempt', scopes: 2 })
    await world.advance(1000)
    fail(1)
    await world.advance(1000)
    refresh(120.4)
    events.emit('grant.recovered', { grantId, failures: 1 })
    events.emit('grant.expiring', { grantId, daysLeft: 3 })
    await world.advance(1000)
    events.emit('grant.reconnect', { grantId, code: 'WX-RECONNECT' })
    const at = world.now()
    const told = (await history.list(grantId)).map(({ id: _, grantId: __, ...rest }) => rest)
    expect(told).toEqual([
      { at, what: 'reconnect', code: 'WX-RECONNECT' },
      { at: at - 1000, what: 'expiring' },
      { at: at - 1000, what: 'recovered' },
      { at: at - 1000, what: 'refreshed', tookMs: 120 },
      { at: at - 2000, what: 'failing', code: 'WX-TOKEN-UNAVAILABLE' },
      { at: at - 3000, what: 'connected' },
    ])
  })

  it('notes the first failure of a run only', async () => {
    for (const failures of [1, 2, 3, 4]) fail(failures)
    expect(await history.list(grantId)).toHaveLength(1)
  })

  it('keeps the order of what happened within one millisecond, over pages', async () => {
    for (let took = 0; took < 30; took++) refresh(took)
    const first = await history.list(grantId, { limit: 20 })
    const rest = await history.list(grantId, { limit: 20, before: first.at(-1)?.id })
    expect([...first, ...rest].map(({ tookMs }) => tookMs)).toEqual(Array.from({ length: 30 }, (_, n) => 29 - n))
  })

  it('takes no word from outside: a code that is not ours is left out', async () => {
    fail(1, 'a text with secret=canary')
    expect(JSON.stringify(await history.list(grantId))).not.toContain('canary')
  })

  it('is empty for a grant that is not there, and not there for a grant that is gone', async () => {
    events.emit('grant.connected', { grantId: 'gone', attemptId: 'attempt', scopes: 2 })
    expect([await history.list('gone'), await history.list('nobody')]).toEqual([[], []])
  })

  it('is forgotten after ninety days', async () => {
    refresh()
    await world.advance(90 * DAY)
    await history.forgetOld()
    expect(await history.list(grantId)).toHaveLength(1)
    await world.advance(1)
    await history.forgetOld()
    expect(await history.list(grantId)).toEqual([])
  })
})

describe('writing it', () => {
  it('is one write at a time, and what comes meanwhile goes together', async () => {
    const held = holdWrites()
    for (let n = 0; n < 5; n++) refresh()
    expect(held.map(({ rows }) => rows.length)).toEqual([1])
    held[0]?.end()
    await world.advance(0)
    expect(held.map(({ rows }) => rows.length)).toEqual([1, 4])
    let settled = false
    void history.settle().then(() => {
      settled = true
    })
    await world.advance(0)
    expect(settled).toBe(false)
    held[1]?.end()
    await world.advance(0)
    expect(settled).toBe(true)
  })

  it('drops what fails, and goes on', async () => {
    const held = holdWrites()
    refresh()
    refresh()
    held[0]?.end(new Error('away'))
    await world.advance(0)
    held[1]?.end()
    refresh()
    await world.advance(0)
    expect(held.map(({ rows }) => rows.length)).toEqual([1, 1, 1])
  })

  it('drops what is too much for a store that does not answer', async () => {
    const held = holdWrites()
    for (let n = 0; n < 5000; n++) refresh()
    held[0]?.end()
    await world.advance(0)
    expect(held[1]?.rows).toHaveLength(1000)
  })
})

describe('activity', () => {
  it('counts in steps what happened to all grants', async () => {
    const since = world.now()
    await store.insertGrant(createGrantRow({ id: 'grant-2', owner: 'other' }))
    refresh(100)
    events.emit('grant.refreshed', { grantId: 'grant-2', generation: 2, accessExpiresAt: 1, tookMs: 300 })
    await world.advance(60_000)
    fail(1)
    expect(await history.summarize(since, 60_000)).toEqual([
      { at: since, what: 'refreshed', count: 2, meanMs: 200, longestMs: 300 },
      { at: since + 60_000, what: 'failing', count: 1 },
    ])
  })

  it('begins ninety days ago at the earliest', async () => {
    refresh()
    expect(await history.summarize(0, DAY)).toMatchObject([{ at: world.now() - (world.now() % 1), count: 1 }])
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 7_000_000])('refuses steps of %s ms', async (stepMs) => {
    const refused = history.summarize(world.now() - 90 * DAY, stepMs)
    await expect(refused).rejects.toThrow(expect.objectContaining({ code: 'WX-REQUEST-INVALID' }))
  })
})
