import { deepEqual, equal } from 'node:assert/strict'
import type { GrantRow } from '../../grants/store.ts'
import { createGrantRow, type StoreCheck } from './check.ts'

export function checkGrants(check: StoreCheck): void {
  checkReading(check)
  checkKeys(check)
  checkCompareAndSet(check)
  checkCoolDown(check)
  checkDeletion(check)
}

function checkReading(check: StoreCheck): void {
  check('gives back every field of a row', async (store) => {
    const lease = { leaseAttempt: 'attempt', leaseHolder: 'holder', leaseUntil: 1_800_000_000_008 }
    const row = createGrantRow({ ...lease, askedAt: 1_800_000_000_009 })
    equal(await store.insertGrant(row), true)
    deepEqual(await store.getGrant(row.id), row)
    deepEqual(await store.findGrant(row.clientId, row.owner, row.personId), row)
    deepEqual(await store.getGrantOf(row.clientId, row.owner), row)
  })

  check('keeps the nulls and the empty text of a row', async (store) => {
    const texts = { personId: '', personName: null, personEmail: null, orgId: null, scopesGranted: '', reason: null }
    const row = createGrantRow({ ...texts, login: null, refreshExpiresAt: null, nextTryAt: null, lastErrorAt: null })
    await store.insertGrant(row)
    deepEqual(await store.getGrant(row.id), row)
    deepEqual(await store.findGrant(row.clientId, row.owner, ''), row)
  })

  check('has nothing for those it does not know', async (store) => {
    await store.insertGrant(createGrantRow())
    equal(await store.getGrant('other'), undefined)
    equal(await store.getGrantOf('client', 'other'), undefined)
    equal(await store.getGrantOf('other', 'owner'), undefined)
    equal(await store.findGrant('client', 'owner', 'other'), undefined)
    equal(await store.findGrant('client', 'other', 'person'), undefined)
    equal(await store.findGrant('other', 'owner', 'person'), undefined)
  })

  check('gives an owner of several grants the one most recently connected', async (store) => {
    await store.insertGrant(createGrantRow({ id: 'a', personId: 'ada', connectedAt: 1 }))
    await store.insertGrant(createGrantRow({ id: 'b', personId: 'grace', connectedAt: 3 }))
    await store.insertGrant(createGrantRow({ id: 'c', personId: 'alan', connectedAt: 2 }))
    equal((await store.getGrantOf('client', 'owner'))?.id, 'b')
    await store.updateGrant('c', 7, { connectedAt: 4 })
    equal((await store.getGrantOf('client', 'owner'))?.id, 'c')
  })

  check('gives and takes copies, never the row itself', async (store) => {
    const given = createGrantRow()
    await store.insertGrant(given)
    given.owner = 'changed by its giver'
    const read = await store.getGrant('grant-1')
    equal(read?.owner, 'owner')
    if (read) read.owner = 'changed by a reader'
    equal((await store.getGrant('grant-1'))?.owner, 'owner')
  })
}

function checkKeys(check: StoreCheck): void {
  check('refuses a second row with the same id, and keeps the first', async (store) => {
    await store.insertGrant(createGrantRow())
    equal(await store.insertGrant(createGrantRow({ owner: 'other' })), false)
    deepEqual(await store.getGrant('grant-1'), createGrantRow())
  })

  check('refuses a second row for the same integration, owner and person', async (store) => {
    await store.insertGrant(createGrantRow())
    equal(await store.insertGrant(createGrantRow({ id: 'grant-2' })), false)
    equal(await store.getGrant('grant-2'), undefined)
    equal(await store.insertGrant(createGrantRow({ id: 'grant-2', personId: '' })), true)
    equal(await store.insertGrant(createGrantRow({ id: 'grant-3', personId: '' })), false)
    equal(await store.insertGrant(createGrantRow({ id: 'grant-3', owner: 'other' })), true)
    equal(await store.insertGrant(createGrantRow({ id: 'grant-4', clientId: 'other' })), true)
  })

  check('lets one of fifty simultaneous inserts through', async (store) => {
    const ids = Array.from({ length: 50 }, (_, index) => `grant-${index}`)
    const added = await Promise.all(ids.map((id) => store.insertGrant(createGrantRow({ id }))))
    equal(added.filter(Boolean).length, 1)
    equal((await store.listGrants({ limit: 100 })).length, 1)
  })
}

function checkCompareAndSet(check: StoreCheck): void {
  check('writes changes to a row of the expected generation, and no other field', async (store) => {
    await store.insertGrant(createGrantRow())
    const changes = { sealedTokens: 'new', generation: 8, status: 'healthy', reason: null, nextTryAt: null } as const
    equal(await store.updateGrant('grant-1', 7, changes), true)
    deepEqual(await store.getGrant('grant-1'), createGrantRow(changes))
  })

  check('writes nothing to a row of another generation', async (store) => {
    await store.insertGrant(createGrantRow())
    equal(await store.updateGrant('grant-1', 6, { sealedTokens: 'stale', endLease: true }), false)
    equal(await store.updateGrant('grant-1', 8, { sealedTokens: 'early' }), false)
    equal(await store.updateGrant('other', 7, { sealedTokens: 'lost' }), false)
    deepEqual(await store.getGrant('grant-1'), createGrantRow())
  })

  check('says whether the generation is right when there is nothing to write', async (store) => {
    await store.insertGrant(createGrantRow())
    equal(await store.updateGrant('grant-1', 7, {}), true)
    equal(await store.updateGrant('grant-1', 8, {}), false)
    deepEqual(await store.getGrant('grant-1'), createGrantRow())
  })

  check('leaves a field alone that is given as undefined', async (store) => {
    await store.insertGrant(createGrantRow())
    await store.updateGrant('grant-1', 7, { reason: undefined, failures: 4 })
    deepEqual(await store.getGrant('grant-1'), createGrantRow({ failures: 4 }))
  })

  check('lets one of fifty simultaneous writers of a generation through', async (store) => {
    await store.insertGrant(createGrantRow())
    const writers = Array.from({ length: 50 }, (_, index) => `writer ${index}`)
    const wrote = await Promise.all(
      writers.map((sealedTokens) => store.updateGrant('grant-1', 7, { sealedTokens, generation: 8 })),
    )
    equal(wrote.filter(Boolean).length, 1)
    equal((await store.getGrant('grant-1'))?.sealedTokens, writers[wrote.indexOf(true)])
  })
}

function checkCoolDown(check: StoreCheck): void {
  check('notes until when a person is to wait, on every grant of that person and on no other', async (store) => {
    const insert = (id: string, changes: Partial<GrantRow>) =>
      store.insertGrant(createGrantRow({ id, owner: id, ...changes }))
    await insert('mine', { personId: 'ada' })
    await insert('also-mine', { personId: 'ada' })
    await insert('another', { personId: 'grace' })
    await insert('elsewhere', { personId: 'ada', clientId: 'other-client' })
    await insert('unknown', { personId: '' })
    await insert('unknown-too', { personId: '' })
    await store.noteCoolUntil('mine', 900)
    await store.noteCoolUntil('unknown', 700)
    await store.noteCoolUntil('nobody', 700)
    const untilOf = async (id: string) => (await store.getGrant(id))?.coolUntil
    deepEqual(await Promise.all(['mine', 'also-mine', 'another', 'elsewhere'].map(untilOf)), [900, 900, null, null])
    deepEqual(await Promise.all(['unknown', 'unknown-too'].map(untilOf)), [700, null])
  })

  check('never shortens a wait that is known', async (store) => {
    await store.insertGrant(createGrantRow())
    await store.noteCoolUntil('grant-1', 900)
    await store.noteCoolUntil('grant-1', 800)
    equal((await store.getGrant('grant-1'))?.coolUntil, 900)
    await store.noteCoolUntil('grant-1', 1000)
    equal((await store.getGrant('grant-1'))?.coolUntil, 1000)
  })
}

function checkDeletion(check: StoreCheck): void {
  check('deletes a row for good, and only that one', async (store) => {
    await store.insertGrant(createGrantRow())
    await store.insertGrant(createGrantRow({ id: 'grant-2', owner: 'other' }))
    equal(await store.deleteGrant('grant-1', 6), false)
    equal(await store.deleteGrant('grant-1', 7), true)
    equal(await store.deleteGrant('grant-1', 7), false)
    equal(await store.getGrant('grant-1'), undefined)
    equal(await store.updateGrant('grant-1', 7, { failures: 0 }), false)
    equal((await store.getGrant('grant-2'))?.id, 'grant-2')
    equal(await store.insertGrant(createGrantRow()), true)
  })
}
