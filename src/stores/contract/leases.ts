import { deepEqual, equal } from 'node:assert/strict'
import type { Store } from '../store.ts'
import { createGrantRow, type StoreCheck } from './check.ts'

export function checkLeases(check: StoreCheck): void {
  checkTaking(check)
  checkAsking(check)
  checkUnended(check)
  checkEnding(check)
  checkEndingByWrite(check)
}

function checkTaking(check: StoreCheck): void {
  check('gives the row as it is under the lease', async (store, clock) => {
    await store.insertGrant(createGrantRow())
    const lease = { leaseAttempt: 'first', leaseHolder: 'process', leaseUntil: clock.now() + 1000 }
    deepEqual(await take(store, 'first'), createGrantRow(lease))
    deepEqual(await store.getGrant('grant-1'), createGrantRow(lease))
  })

  check('lets one of fifty simultaneous attempts have it', async (store) => {
    await store.insertGrant(createGrantRow())
    const attempts = Array.from({ length: 50 }, (_, index) => `attempt ${index}`)
    const rows = await Promise.all(attempts.map((attempt) => take(store, attempt)))
    equal(rows.filter(Boolean).length, 1)
    const winner = attempts[rows.findIndex(Boolean)]
    equal((await store.getGrant('grant-1'))?.leaseAttempt, winner)
  })

  check('keeps others away until it expires, and not longer', async (store, clock) => {
    await store.insertGrant(createGrantRow())
    await take(store, 'first')
    clock.advance(999)
    equal(await take(store, 'second'), undefined)
    clock.advance(1)
    equal((await take(store, 'second'))?.leaseAttempt, 'second')
    equal(await take(store, 'first'), undefined)
  })

  check('gives it again to the attempt that holds it, whose answer may have been lost', async (store, clock) => {
    await store.insertGrant(createGrantRow())
    await take(store, 'first')
    clock.advance(600)
    equal((await take(store, 'first'))?.leaseUntil, clock.now() + 1000)
    clock.advance(600)
    equal(await take(store, 'second'), undefined)
  })

  check('has a lease for each grant', async (store) => {
    await store.insertGrant(createGrantRow())
    await store.insertGrant(createGrantRow({ id: 'grant-2', owner: 'other' }))
    await take(store, 'first')
    equal((await take(store, 'second', 'grant-2'))?.id, 'grant-2')
    equal((await store.getGrant('grant-1'))?.leaseAttempt, 'first')
  })

  check('has none for a grant that is not there', async (store) => {
    equal(await take(store, 'first'), undefined)
    equal(await store.getGrant('grant-1'), undefined)
  })
}

function checkUnended(check: StoreCheck): void {
  const lease = { holder: 'process', forMs: 1000, noteUnended: 'doubt' }
  const takeNoting = (store: Store, attempt: string) => store.takeLease('grant-1', { ...lease, attempt })

  check('notes when Webex may have been asked under a lease that was never given back', async (store, clock) => {
    await store.insertGrant(createGrantRow({ reason: null }))
    await takeNoting(store, 'first')
    await store.noteAsked('grant-1', 'first')
    clock.advance(1000)
    equal((await takeNoting(store, 'second'))?.reason, 'doubt')
    await store.updateGrant('grant-1', 7, { status: 'reconnect', reason: 'ended' })
    await store.noteAsked('grant-1', 'second')
    clock.advance(1000)
    equal((await takeNoting(store, 'third'))?.reason, 'ended')
  })

  check('notes it also when the lease was made to run out sooner, but not unless told to', async (store, clock) => {
    for (const noteUnended of ['doubt', undefined]) {
      await store.insertGrant(createGrantRow({ reason: null }))
      await takeNoting(store, 'first')
      await store.noteAsked('grant-1', 'first')
      await store.endLease('grant-1', 'first', 1)
      clock.advance(1)
      const next = await store.takeLease('grant-1', { ...lease, noteUnended, attempt: 'second' })
      equal(next?.reason, noteUnended ?? null)
      await store.deleteGrant('grant-1', 7)
    }
  })

  check('notes nothing of a lease under which nothing was asked', async (store, clock) => {
    await store.insertGrant(createGrantRow({ reason: null }))
    await takeNoting(store, 'first')
    clock.advance(1000)
    equal((await takeNoting(store, 'second'))?.reason, null)
    await store.noteAsked('grant-1', 'second')
    equal((await takeNoting(store, 'second'))?.reason, null)
    await store.noteAsked('grant-1', 'second')
    await store.endLease('grant-1', 'second', 0)
    equal((await takeNoting(store, 'third'))?.reason, null)
    await store.noteAsked('grant-1', 'third')
    await store.updateGrant('grant-1', 7, { generation: 8, endLease: true })
    equal((await takeNoting(store, 'fourth'))?.reason, null)
  })
}

function checkAsking(check: StoreCheck): void {
  check('notes when Webex is asked, for the attempt that holds the lease', async (store, clock) => {
    await store.insertGrant(createGrantRow())
    await take(store, 'first')
    clock.advance(10)
    equal(await store.noteAsked('grant-1', 'first'), true)
    const lease = { leaseAttempt: 'first', leaseHolder: 'process', leaseUntil: clock.now() + 990 }
    deepEqual(await store.getGrant('grant-1'), createGrantRow({ ...lease, askedAt: clock.now() }))
    equal(await store.noteAsked('grant-1', 'first'), true)
  })

  check('refuses the note of an attempt that does not hold it, or no longer', async (store, clock) => {
    await store.insertGrant(createGrantRow())
    equal(await store.noteAsked('grant-1', 'first'), false)
    await take(store, 'first')
    equal(await store.noteAsked('grant-1', 'second'), false)
    equal(await store.noteAsked('other', 'first'), false)
    clock.advance(1000)
    equal(await store.noteAsked('grant-1', 'first'), false)
    await take(store, 'second')
    equal(await store.noteAsked('grant-1', 'first'), false)
    equal((await store.getGrant('grant-1'))?.askedAt, null)
  })

  check('begins with nothing asked, also for the attempt that takes it again', async (store, clock) => {
    await store.insertGrant(createGrantRow())
    await take(store, 'first')
    await store.noteAsked('grant-1', 'first')
    equal((await take(store, 'first'))?.askedAt, null)
    await store.noteAsked('grant-1', 'first')
    clock.advance(1000)
    equal((await take(store, 'second'))?.askedAt, null)
  })
}

function checkEnding(check: StoreCheck): void {
  check('ends at once and without a trace for the attempt that holds it', async (store) => {
    await store.insertGrant(createGrantRow())
    await take(store, 'first')
    await store.noteAsked('grant-1', 'first')
    await store.endLease('grant-1', 'first', 0)
    deepEqual(await store.getGrant('grant-1'), createGrantRow())
    equal((await take(store, 'second'))?.leaseAttempt, 'second')
  })

  check('ends after the time it is given, be that later or earlier than it would have', async (store, clock) => {
    for (const afterMs of [5000, 50]) {
      await store.insertGrant(createGrantRow())
      await take(store, 'first')
      await store.endLease('grant-1', 'first', afterMs)
      clock.advance(afterMs - 1)
      equal(await take(store, 'second'), undefined)
      clock.advance(1)
      equal((await take(store, 'second'))?.leaseAttempt, 'second')
      await store.deleteGrant('grant-1', 7)
    }
  })

  check('does not end for an attempt that does not hold it, also not for one that once did', async (store, clock) => {
    await store.insertGrant(createGrantRow())
    await take(store, 'first')
    clock.advance(1000)
    await take(store, 'second')
    await store.endLease('grant-1', 'first', 0)
    await store.endLease('grant-1', 'stranger', 0)
    await store.endLease('other', 'second', 0)
    equal(await take(store, 'third'), undefined)
  })

  check('can be held longer also when it has run out, if nobody took it since', async (store, clock) => {
    await store.insertGrant(createGrantRow())
    await take(store, 'first')
    clock.advance(1500)
    await store.endLease('grant-1', 'first', 500)
    equal(await take(store, 'second'), undefined)
  })
}

function checkEndingByWrite(check: StoreCheck): void {
  check('ends with a write that says so, whoever holds it', async (store) => {
    await store.insertGrant(createGrantRow())
    await take(store, 'first')
    await store.noteAsked('grant-1', 'first')
    equal(await store.updateGrant('grant-1', 7, { generation: 8, endLease: true }), true)
    deepEqual(await store.getGrant('grant-1'), createGrantRow({ generation: 8 }))
    equal((await take(store, 'second'))?.leaseAttempt, 'second')
  })

  check('outlasts a write that does not end it', async (store) => {
    await store.insertGrant(createGrantRow())
    await take(store, 'first')
    await store.updateGrant('grant-1', 7, { generation: 8 })
    equal(await take(store, 'second'), undefined)
  })
}

function take(store: Store, attempt: string, id = 'grant-1') {
  return store.takeLease(id, { attempt, holder: 'process', forMs: 1000 })
}
