import { deepEqual, rejects } from 'node:assert/strict'
import type { GrantFilter, GrantSearch } from '../../grants/store.ts'
import type { Store } from '../store.ts'
import { createGrantRow, type StoreCheck } from './check.ts'

export function checkSearch(check: StoreCheck): void {
  checkText(check)
  checkOddText(check)
  checkScopeAndEnd(check)
  checkTogether(check)
}

function checkText(check: StoreCheck): void {
  check(
    'finds a part of a name, an e-mail or an owner, and the beginning of an id, whatever its case',
    async (store) => {
      await insertPeople(store)
      deepEqual(await findIds(store, { search: 'LOVE' }), ['ada'])
      deepEqual(await findIds(store, { search: 'grace@EXAMPLE' }), ['grace-X'])
      deepEqual(await findIds(store, { search: 'webex:' }), ['ada', 'grace-X', 'omega'])
      deepEqual(await findIds(store, { search: 'GRACE-x' }), ['grace-X'])
      deepEqual(await findIds(store, { search: 'ce-X' }), [])
      deepEqual(await findIds(store, { search: 'nobody' }), [])
      deepEqual(await findIds(store, { search: '' }), ['ada', 'grace-X', 'omega'])
    },
  )

  check('finds letters of every script as they are written', async (store) => {
    await insertPeople(store)
    deepEqual(await findIds(store, { search: 'μέγ' }), ['omega'])
    deepEqual(await findIds(store, { search: '漢' }), ['omega'])
    deepEqual(await findIds(store, { search: '🦄' }), ['omega'])
  })
}

function checkOddText(check: StoreCheck): void {
  check('takes every character of a search as itself', async (store) => {
    const odd = ["O'Hara", '100%', 'a_b', 'back\\slash', '"quoted"', '? $1 [x]*', '; DROP TABLE x; --']
    for (const name of odd) {
      await store.insertGrant(createGrantRow({ id: `of ${odd.indexOf(name)}`, owner: name, personName: name }))
    }
    await store.insertGrant(createGrantRow({ id: 'plain', owner: 'plain', personName: '100 aXb backslash' }))
    for (const name of odd) deepEqual(await findIds(store, { search: name }), [`of ${odd.indexOf(name)}`])
    deepEqual(await findIds(store, { search: '%' }), ['of 1'])
    deepEqual(await findIds(store, { search: '_' }), ['of 2'])
    deepEqual(await findIds(store, { search: '\\' }), ['of 3'])
    await rejects(findIds(store, { search: 'nul\0' }), { code: 'WX-REQUEST-INVALID' })
  })
}

function checkScopeAndEnd(check: StoreCheck): void {
  check('finds the grants of a scope, whole', async (store) => {
    await insertPeople(store)
    deepEqual(await findIds(store, { scope: 'spark:rooms_read' }), ['ada', 'grace-X'])
    deepEqual(await findIds(store, { scope: 'spark:people_read' }), ['grace-X'])
    for (const scope of ['spark:rooms', 'rooms_read', 'SPARK:ROOMS_READ', '%'])
      deepEqual(await findIds(store, { scope }), [])
  })

  check('finds the grants whose refresh token ends before an instant', async (store) => {
    await insertPeople(store)
    deepEqual(await findIds(store, { endsBefore: 201 }), ['ada', 'grace-X'])
    deepEqual(await findIds(store, { endsBefore: 200 }), ['ada'])
    deepEqual(await findIds(store, { endsBefore: 100 }), [])
  })
}

function checkTogether(check: StoreCheck): void {
  check('pages through what it finds, and narrows it by everything that is asked', async (store) => {
    await insertPeople(store)
    deepEqual(await listIds(store, { search: 'webex', limit: 2 }), ['ada', 'grace-X'])
    deepEqual(await listIds(store, { search: 'webex', limit: 2, after: 'grace-X' }), ['omega'])
    const all = { search: 'a', scope: 'spark:rooms_read', endsBefore: 300, clientId: 'client' } as const
    deepEqual(await listIds(store, { ...all, status: 'healthy', limit: 9 }), ['grace-X'])
    deepEqual(await listIds(store, { ...all, owner: 'webex:ada', limit: 9 }), ['ada'])
    deepEqual(await listIds(store, { ...all, clientId: 'another', limit: 9 }), [])
  })

  check('counts by status what it would list', async (store) => {
    await insertPeople(store)
    const count = async (search: GrantSearch) => ({ ...(await store.countGrants('client', search)) })
    deepEqual(await count({}), { failing: 1, healthy: 2 })
    deepEqual(await count({ search: 'EXAMPLE' }), { failing: 1, healthy: 1 })
    deepEqual(await count({ scope: 'spark:people_read' }), { healthy: 1 })
    deepEqual(await count({ endsBefore: 200 }), { failing: 1 })
    deepEqual(await count({ search: 'grace', endsBefore: 200 }), {})
    deepEqual({ ...(await store.countGrants('another', { search: 'ada' })) }, {})
  })
}

async function insertPeople(store: Store): Promise<void> {
  const ada = { id: 'ada', owner: 'webex:ada', refreshExpiresAt: 100 }
  const grace = { id: 'grace-X', owner: 'webex:g', personName: 'Grace Hopper', personEmail: 'grace@example.com' }
  const scopesGranted = 'spark:people_read spark:rooms_read'
  const omega = { id: 'omega', owner: 'webex:Ωμέγα', personName: '漢字 🦄', personEmail: null }
  const rows = [
    createGrantRow(ada),
    createGrantRow({ ...grace, scopesGranted, refreshExpiresAt: 200, status: 'healthy' }),
    createGrantRow({ ...omega, scopesGranted: '', refreshExpiresAt: null, status: 'healthy' }),
  ]
  for (const row of rows) await store.insertGrant(row)
}

async function findIds(store: Store, search: GrantSearch): Promise<string[]> {
  return listIds(store, { ...search, limit: 100 })
}

async function listIds(store: Store, filter: GrantFilter): Promise<string[]> {
  return (await store.listGrants(filter)).map(({ id }) => id)
}
