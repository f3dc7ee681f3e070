import { deepEqual, equal, rejects } from 'node:assert/strict'
import { createSessionRow, type StoreCheck } from './check.ts'

export function checkSessions(check: StoreCheck): void {
  checkKeeping(check)
  checkEnding(check)
}

function checkKeeping(check: StoreCheck): void {
  check('gives back every field of a session, as a copy', async (store) => {
    const given = createSessionRow()
    await store.insertSession(given)
    given.owner = 'changed by its giver'
    const read = await store.getSession('hash-1')
    deepEqual(read, createSessionRow())
    if (read) read.owner = 'changed by a reader'
    deepEqual(await store.getSession('hash-1'), createSessionRow())
    equal(await store.getSession('other'), undefined)
  })

  check('never gives one session id to two owners', async (store) => {
    await store.insertSession(createSessionRow())
    await rejects(store.insertSession(createSessionRow({ owner: 'other' })), { code: 'WX-STORE-UNAVAILABLE' })
    deepEqual(await store.getSession('hash-1'), createSessionRow())
  })

  check('notes that a session was used, and makes none by it', async (store) => {
    await store.insertSession(createSessionRow())
    await store.touchSession('hash-1', 1_900_000_000_000)
    await store.touchSession('other', 1_900_000_000_000)
    deepEqual(await store.getSession('hash-1'), createSessionRow({ seenAt: 1_900_000_000_000 }))
    equal(await store.getSession('other'), undefined)
  })
}

function checkEnding(check: StoreCheck): void {
  check('deletes one session', async (store) => {
    await store.insertSession(createSessionRow())
    await store.insertSession(createSessionRow({ idHash: 'hash-2' }))
    await store.deleteSession('hash-1')
    await store.deleteSession('hash-1')
    equal(await store.getSession('hash-1'), undefined)
    deepEqual(await store.getSession('hash-2'), createSessionRow({ idHash: 'hash-2' }))
  })

  check('ends every session of a grant, and no other', async (store) => {
    await store.insertSession(createSessionRow())
    await store.insertSession(createSessionRow({ idHash: 'hash-2', owner: 'other' }))
    await store.insertSession(createSessionRow({ idHash: 'hash-3', grantId: 'grant-2' }))
    await store.deleteSessionsOf('grant-1')
    equal(await store.getSession('hash-1'), undefined)
    equal(await store.getSession('hash-2'), undefined)
    equal((await store.getSession('hash-3'))?.grantId, 'grant-2')
  })

  check('forgets the sessions that expired before an instant, and counts them', async (store) => {
    await store.insertSession(createSessionRow({ expiresAt: 998 }))
    await store.insertSession(createSessionRow({ idHash: 'hash-2', expiresAt: 5 }))
    await store.insertSession(createSessionRow({ idHash: 'hash-3', expiresAt: 999 }))
    equal(await store.deleteExpiredSessions(999), 2)
    equal(await store.deleteExpiredSessions(999), 0)
    equal((await store.getSession('hash-3'))?.expiresAt, 999)
  })
}
