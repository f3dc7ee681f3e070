import { deepEqual, equal } from 'node:assert/strict'
import type { StoreCheck } from './check.ts'

export function checkStates(check: StoreCheck): void {
  check('lets exactly one of fifty simultaneous callers claim a state', async (store) => {
    const claims = await Promise.all(Array.from({ length: 50 }, () => store.claimState('hash', 1000)))
    equal(claims.filter(({ claimed }) => claimed).length, 1)
    const others = claims.filter(({ claimed }) => !claimed)
    deepEqual(others, Array(49).fill({ claimed: false, outcome: null }))
  })

  check('claims each state for itself', async (store) => {
    deepEqual(await store.claimState('first', 1000), { claimed: true })
    deepEqual(await store.claimState('second', 1000), { claimed: true })
    deepEqual(await store.claimState('first', 1000), { claimed: false, outcome: null })
  })

  check('gives the outcome of a claim to those who come after it', async (store) => {
    await store.claimState('first', 1000)
    await store.claimState('second', 1000)
    await store.settleState('first', 'granted')
    deepEqual(await store.claimState('first', 1000), { claimed: false, outcome: 'granted' })
    deepEqual(await store.claimState('second', 1000), { claimed: false, outcome: null })
  })

  check('settles nothing that was not claimed', async (store) => {
    await store.settleState('hash', 'granted')
    deepEqual(await store.claimState('hash', 1000), { claimed: true })
  })

  check('forgets the claims that expired before an instant, and counts them', async (store) => {
    await store.claimState('old', 998)
    await store.claimState('older', 5)
    await store.claimState('at that instant', 999)
    equal(await store.deleteExpiredStates(999), 2)
    equal(await store.deleteExpiredStates(999), 0)
    deepEqual(await store.claimState('at that instant', 999), { claimed: false, outcome: null })
    deepEqual(await store.claimState('old', 2000), { claimed: true })
  })

  check('keeps a claim, however old, until it is told to forget', async (store) => {
    await store.claimState('old', 5)
    deepEqual(await store.claimState('old', 2000), { claimed: false, outcome: null })
    equal(await store.deleteExpiredStates(6), 1)
  })
}
