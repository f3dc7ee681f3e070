import { deepEqual, equal } from 'node:assert/strict'
import type { GrantRow, RevocationFilter, RevocationRow } from '../../grants/store.ts'
import type { Store } from '../store.ts'
import { createGrantRow, type StoreCheck } from './check.ts'

const revocation: RevocationRow = {
  id: 'revocation-1',
  clientId: 'client',
  sealedToken: 'sealed',
  hint: 'refresh_token',
  tries: 0,
  dueAt: 100,
  expiresAt: 10_000,
}

export function checkDue(check: StoreCheck): void {
  checkDueGrants(check)
  checkCounts(check)
  checkEarliestEnd(check)
  checkRevocations(check)
  checkRevocationList(check)
}

async function insertDue(store: Store, id: string, dueAt: number | null): Promise<void> {
  await store.insertGrant(createGrantRow({ id, owner: id, clientId: 'client', status: 'healthy', dueAt }))
}

function checkDueGrants(check: StoreCheck): void {
  check('gives the grants that are due, the longest due first, up to the limit', async (store) => {
    for (const [id, dueAt] of [
      ['late', 90],
      ['early', 10],
      ['future', 101],
      ['never', null],
      ['now', 100],
    ] as const) {
      await insertDue(store, id, dueAt)
    }
    const claimed = await store.claimDueGrants('client', { now: 100, until: 500, limit: 2 })
    deepEqual(claimed.map(({ id }) => id).sort(), ['early', 'late'])
    deepEqual(
      claimed.map(({ dueAt }) => dueAt),
      [500, 500],
    )
    const rest = await store.claimDueGrants('client', { now: 100, until: 500, limit: 10 })
    deepEqual(
      rest.map(({ id }) => id),
      ['now'],
    )
  })

  check('gives no grant of another integration', async (store) => {
    await insertDue(store, 'ours', 10)
    deepEqual(await store.claimDueGrants('another', { now: 100, until: 500, limit: 10 }), [])
  })

  check('gives each due grant to one of many callers', async (store) => {
    for (let n = 0; n < 20; n++) await insertDue(store, `grant-${n}`, n)
    const claims = Array.from({ length: 10 }, () => store.claimDueGrants('client', { now: 100, until: 500, limit: 4 }))
    const ids = (await Promise.all(claims)).flat().map(({ id }) => id)
    equal(new Set(ids).size, ids.length)
    const rest = await store.claimDueGrants('client', { now: 100, until: 500, limit: 100 })
    equal(ids.length + rest.length, 20)
  })
}

function checkCounts(check: StoreCheck): void {
  check('counts the grants of an integration by status', async (store) => {
    await insertDue(store, 'a', null)
    await insertDue(store, 'b', null)
    await store.insertGrant(createGrantRow({ id: 'c', owner: 'c', clientId: 'client', status: 'reconnect' }))
    await store.insertGrant(createGrantRow({ id: 'd', owner: 'd', clientId: 'another' }))
    deepEqual({ ...(await store.countGrants('client')) }, { healthy: 2, reconnect: 1 })
    deepEqual({ ...(await store.countGrants('nobody')) }, {})
  })
}

function checkEarliestEnd(check: StoreCheck): void {
  check(
    'says when the first refresh token of an integration ends, of the grants that can be renewed',
    async (store) => {
      equal(await store.earliestEnd('client'), null)
      const insert = (id: string, changes: Partial<GrantRow>) =>
        store.insertGrant(createGrantRow({ id, owner: id, clientId: 'client', status: 'healthy', ...changes }))
      await insert('unnamed', { refreshExpiresAt: null })
      equal(await store.earliestEnd('client'), null)
      await insert('late', { refreshExpiresAt: 900 })
      await insert('early', { refreshExpiresAt: 500, status: 'failing' })
      await insert('ended', { refreshExpiresAt: 100, status: 'reconnect' })
      await insert('foreign', { refreshExpiresAt: 200, clientId: 'another' })
      equal(await store.earliestEnd('client'), 500)
    },
  )
}

function checkRevocations(check: StoreCheck): void {
  check('keeps a revocation in the same step that deletes the grant', async (store) => {
    await insertDue(store, 'grant', null)
    equal(await store.deleteGrant('grant', 7, revocation), true)
    equal(await store.getGrant('grant'), undefined)
    const claim = { now: 100, until: 300, limit: 10 }
    deepEqual(await store.claimDueRevocations('client', claim), [{ ...revocation, tries: 1, dueAt: 300 }])
    deepEqual(await store.claimDueRevocations('client', claim), [])
    deepEqual(await store.claimDueRevocations('client', { now: 300, until: 900, limit: 10 }), [
      { ...revocation, tries: 2, dueAt: 900 },
    ])
  })

  check('keeps no revocation for a grant that is not there', async (store) => {
    equal(await store.deleteGrant('grant', 7, revocation), false)
    deepEqual(await store.claimDueRevocations('client', { now: 1000, until: 2000, limit: 10 }), [])
  })

  check('neither deletes nor keeps a revocation when the row was renewed meanwhile', async (store) => {
    await insertDue(store, 'grant', null)
    equal(await store.deleteGrant('grant', 6, revocation), false)
    equal((await store.getGrant('grant'))?.generation, 7)
    deepEqual(await store.claimDueRevocations('client', { now: 1000, until: 2000, limit: 10 }), [])
  })

  check('forgets a revocation that is done', async (store) => {
    await insertDue(store, 'grant', null)
    await store.deleteGrant('grant', 7, revocation)
    await store.deleteRevocation('revocation-1')
    await store.deleteRevocation('revocation-1')
    deepEqual(await store.claimDueRevocations('client', { now: 1000, until: 2000, limit: 10 }), [])
  })
}

function checkRevocationList(check: StoreCheck): void {
  const keep = async (store: Store, id: string, changes: Partial<RevocationRow> = {}) => {
    await insertDue(store, `grant of ${id}`, null)
    await store.deleteGrant(`grant of ${id}`, 7, { ...revocation, id, ...changes })
  }

  check('lists revocations in the order of their ids, page by page', async (store) => {
    for (const id of ['c', 'a', 'B', 'd']) await keep(store, id, { clientId: id === 'd' ? 'another' : 'client' })
    const idsOf = async (filter: RevocationFilter) => (await store.listRevocations(filter)).map(({ id }) => id)
    deepEqual(await idsOf({ limit: 10 }), ['B', 'a', 'c', 'd'])
    deepEqual(await idsOf({ limit: 2 }), ['B', 'a'])
    deepEqual(await idsOf({ limit: 2, after: 'a' }), ['c', 'd'])
    deepEqual(await idsOf({ limit: 10, after: 'B', clientId: 'client' }), ['a', 'c'])
    deepEqual(await store.listRevocations({ limit: 1 }), [{ ...revocation, id: 'B' }])
  })

  check('keeps a revocation that no grant goes with, once', async (store) => {
    await store.insertRevocation(revocation)
    await store.insertRevocation({ ...revocation, sealedToken: 'another' })
    deepEqual(await store.listRevocations({ limit: 10 }), [revocation])
  })

  check('replaces the sealed token of a revocation that holds the one expected, and nothing else', async (store) => {
    await keep(store, 'a')
    await keep(store, 'b')
    equal(await store.updateRevocation('a', 'another', 'sealed again'), false)
    equal(await store.updateRevocation('c', 'sealed', 'sealed again'), false)
    equal(await store.updateRevocation('a', 'sealed', 'sealed again'), true)
    deepEqual(await store.listRevocations({ limit: 10 }), [
      { ...revocation, id: 'a', sealedToken: 'sealed again' },
      { ...revocation, id: 'b' },
    ])
  })
}
