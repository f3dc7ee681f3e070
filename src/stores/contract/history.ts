import { deepEqual, equal, rejects } from 'node:assert/strict'
import type { HappeningRow } from '../../grants/history-store.ts'
import type { Store } from '../store.ts'
import { createGrantRow, type StoreCheck } from './check.ts'

export function checkHistory(check: StoreCheck): void {
  checkHappenings(check)
  checkForgetting(check)
  checkActivity(check)
}

function checkHappenings(check: StoreCheck): void {
  check('lists what happened to a grant, the newest first, page by page', async (store) => {
    await insertGrants(store)
    await store.insertHappenings([
      happening('b'),
      happening('a'),
      happening('c'),
      happening('d', { grantId: 'grant-2' }),
    ])
    deepEqual(await listIds(store, { limit: 9 }), ['c', 'b', 'a'])
    deepEqual(await listIds(store, { limit: 2 }), ['c', 'b'])
    deepEqual(await listIds(store, { limit: 2, before: 'b' }), ['a'])
    deepEqual(await listIds(store, { limit: 9, grantId: 'grant-2' }), ['d'])
    deepEqual(await listIds(store, { limit: 9, clientId: 'another' }), [])
    await rejects(listIds(store, { limit: 0 }), { code: 'WX-REQUEST-INVALID' })
  })

  check('gives back every field, also those that are empty', async (store) => {
    await insertGrants(store)
    const rows = [happening('b', { code: 'WX-RECONNECT', tookMs: null }), happening('a', { tookMs: 0 })]
    await store.insertHappenings(rows)
    deepEqual(await store.listHappenings({ clientId: 'client', grantId: 'grant-1', limit: 9 }), rows)
  })

  check('writes an id once, and nothing of a grant that is gone', async (store) => {
    await insertGrants(store)
    await store.insertHappenings([])
    await store.insertHappenings([happening('a'), happening('b', { grantId: 'gone' })])
    await store.insertHappenings([happening('a', { at: 7 }), happening('c')])
    deepEqual(await listIds(store, { limit: 9 }), ['c', 'a'])
    deepEqual(await listIds(store, { limit: 9, grantId: 'gone' }), [])
    const [, first] = await store.listHappenings({ clientId: 'client', grantId: 'grant-1', limit: 9 })
    equal(first?.at, 1000)
  })
}

function checkForgetting(check: StoreCheck): void {
  check('keeps the newest two hundred of each grant', async (store) => {
    await insertGrants(store)
    const ids = Array.from({ length: 203 }, (_, index) => String(index).padStart(4, '0'))
    await store.insertHappenings([happening('0', { grantId: 'grant-2' }), ...ids.map((id) => happening(id))])
    deepEqual(await listIds(store, { limit: 1000 }), ids.slice(3).reverse())
    deepEqual(await listIds(store, { limit: 1000, grantId: 'grant-2' }), ['0'])
  })

  check('deletes the history of a grant with the grant, and no other', async (store) => {
    await insertGrants(store)
    await store.insertHappenings([happening('a'), happening('b', { grantId: 'grant-2' })])
    equal(await store.deleteGrant('grant-1', 6), false)
    deepEqual(await listIds(store, { limit: 9 }), ['a'])
    equal(await store.deleteGrant('grant-1', 7), true)
    deepEqual(await listIds(store, { limit: 9 }), [])
    const toRevoke = {
      clientId: 'client',
      sealedToken: 's',
      hint: 'refresh_token',
      tries: 0,
      dueAt: 1,
      expiresAt: 2,
    } as const
    equal(await store.deleteGrant('grant-2', 6, { id: 'r', ...toRevoke }), false)
    deepEqual(await listIds(store, { limit: 9, grantId: 'grant-2' }), ['b'])
    equal(await store.deleteGrant('grant-2', 7, { id: 'r', ...toRevoke }), true)
    deepEqual(await listIds(store, { limit: 9, grantId: 'grant-2' }), [])
  })

  check('forgets what happened before an instant, and counts it', async (store) => {
    await insertGrants(store)
    await store.insertHappenings([happening('a', { at: 998 }), happening('b', { at: 5 }), happening('c', { at: 999 })])
    equal(await store.deleteHappenings(999), 2)
    equal(await store.deleteHappenings(999), 0)
    deepEqual(await listIds(store, { limit: 9 }), ['c'])
  })
}

function checkActivity(check: StoreCheck): void {
  check('counts what happened to all grants, in steps that begin at an instant', async (store) => {
    await insertGrants(store)
    await store.insertHappenings([
      happening('a', { at: 999 }),
      happening('b', { at: 1000, tookMs: 10 }),
      happening('c', { at: 1099, tookMs: 21, grantId: 'grant-2' }),
      happening('d', { at: 1050, tookMs: null, what: 'failing' }),
      happening('e', { at: 1300, tookMs: 7 }),
      happening('f', { at: 1010, clientId: 'another' }),
    ])
    const of = (at: number, what: string, count: number, meanMs: number | null, longestMs: number | null) => ({
      at,
      what,
      count,
      meanMs,
      longestMs,
    })
    deepEqual(await store.summarizeHappenings({ clientId: 'client', since: 1000, stepMs: 100 }), [
      of(1000, 'failing', 1, null, null),
      of(1000, 'refreshed', 2, 16, 21),
      of(1300, 'refreshed', 1, 7, 7),
    ])
    deepEqual(await store.summarizeHappenings({ clientId: 'client', since: 1301, stepMs: 100 }), [])
  })

  check('steps through whole numbers, whatever the instants of today are', async (store) => {
    await insertGrants(store)
    const since = 1_800_000_000_001
    await store.insertHappenings([happening('a', { at: since + 3_599_999 }), happening('b', { at: since + 3_600_000 })])
    const steps = await store.summarizeHappenings({ clientId: 'client', since, stepMs: 3_600_000 })
    deepEqual(
      steps.map(({ at }) => at - since),
      [0, 3_600_000],
    )
  })
}

function happening(id: string, changes: Partial<HappeningRow> = {}): HappeningRow {
  const refreshed = { at: 1000, what: 'refreshed', code: null, tookMs: 120 } as const
  return { id, clientId: 'client', grantId: 'grant-1', ...refreshed, ...changes }
}

async function insertGrants(store: Store): Promise<void> {
  await store.insertGrant(createGrantRow())
  await store.insertGrant(createGrantRow({ id: 'grant-2', owner: 'another' }))
}

async function listIds(
  store: Store,
  filter: { limit: number; before?: string; grantId?: string; clientId?: string },
): Promise<string[]> {
  const rows = await store.listHappenings({ clientId: 'client', grantId: 'grant-1', ...filter })
  return rows.map(({ id }) => id)
}
