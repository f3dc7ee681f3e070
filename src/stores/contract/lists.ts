import { deepEqual } from 'node:assert/strict'
import type { GrantFilter } from '../../grants/store.ts'
import type { Store } from '../store.ts'
import { createGrantRow, type StoreCheck } from './check.ts'

export function checkLists(check: StoreCheck): void {
  check('lists in the order of ids, whatever the order of arrival', async (store) => {
    await insertSix(store)
    deepEqual(await listIds(store, { limit: 1000 }), ['A', 'a', 'b', 'c', 'd', 'e'])
  })

  check('walks a list page by page, each row once', async (store) => {
    await insertSix(store)
    deepEqual(await listIds(store, { limit: 4 }), ['A', 'a', 'b', 'c'])
    deepEqual(await listIds(store, { limit: 4, after: 'c' }), ['d', 'e'])
    deepEqual(await listIds(store, { limit: 4, after: 'e' }), [])
    deepEqual(await listIds(store, { limit: 1, after: 'bb' }), ['c'])
  })

  check('filters by integration, owner and status, alone and together', async (store) => {
    await insertSix(store)
    deepEqual(await listIds(store, { limit: 9, clientId: 'client-2' }), ['c', 'd'])
    deepEqual(await listIds(store, { limit: 9, owner: 'owner-2' }), ['b', 'd'])
    deepEqual(await listIds(store, { limit: 9, status: 'reconnect' }), ['d', 'e'])
    deepEqual(await listIds(store, { limit: 9, clientId: 'client-2', owner: 'owner-2' }), ['d'])
    deepEqual(await listIds(store, { limit: 9, owner: 'owner-2', status: 'healthy', after: 'a' }), ['b'])
    deepEqual(await listIds(store, { limit: 9, owner: 'owner-3', status: 'healthy' }), [])
  })

  check('lists whole rows, as copies', async (store) => {
    await store.insertGrant(createGrantRow())
    const [row] = await store.listGrants({ limit: 1 })
    deepEqual(row, createGrantRow())
    if (row) row.owner = 'changed by a reader'
    deepEqual(await store.listGrants({ limit: 1 }), [createGrantRow()])
  })
}

async function insertSix(store: Store): Promise<void> {
  const rows = [
    createGrantRow({ id: 'e', owner: 'owner-3', status: 'reconnect' }),
    createGrantRow({ id: 'b', owner: 'owner-2', status: 'healthy' }),
    createGrantRow({ id: 'd', clientId: 'client-2', owner: 'owner-2', status: 'reconnect' }),
    createGrantRow({ id: 'A', personId: 'ada' }),
    createGrantRow({ id: 'c', clientId: 'client-2' }),
    createGrantRow({ id: 'a' }),
  ]
  for (const row of rows) await store.insertGrant(row)
}

async function listIds(store: Store, filter: GrantFilter): Promise<string[]> {
  return (await store.listGrants(filter)).map(({ id }) => id)
}
