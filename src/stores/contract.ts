/**
 * What every store must do, as checks to run against one of your own.
 * @module
 */

import { createTestClock, type StoreCheck } from './contract/check.ts'
import { checkDue } from './contract/due.ts'
import { checkGrants } from './contract/grants.ts'
import { checkHistory } from './contract/history.ts'
import { checkLeases } from './contract/leases.ts'
import { checkLists } from './contract/lists.ts'
import { checkSearch } from './contract/search.ts'
import { checkSessions } from './contract/sessions.ts'
import { checkStates } from './contract/states.ts'
import { checkValues } from './contract/values.ts'
import type { Store } from './store.ts'

/** A store to test, and the test runner to declare the tests with. */
export interface StoreTest {
  /** Heads the tests. */
  name: string
  /** Gives an empty store each time. Its leases must follow this clock, in milliseconds since 1970; nothing else has to. */
  open(clock: { now(): number }): Store | Promise<Store>
  /** Of your test runner: vitest, node:test, jest or mocha. */
  describe(name: string, body: () => void): unknown
  it(name: string, body: () => Promise<void>): unknown
}

/**
 * Declares the tests that every store must pass; they use `node:assert` and close each store they open.
 * @example
 * import { describe, it } from 'node:test'
 * testStore({ name: 'my store', open: ({ now }) => myStore({ now }), describe, it })
 */
export function testStore({ name, open, describe, it }: StoreTest): void {
  const check: StoreCheck = (sentence, body) => {
    it(sentence, async () => {
      const clock = createTestClock()
      const store = await open(clock)
      try {
        await body(store, clock)
      } finally {
        await store.close()
      }
    })
  }
  const parts = {
    grants: checkGrants,
    lists: checkLists,
    search: checkSearch,
    due: checkDue,
    leases: checkLeases,
    states: checkStates,
  }
  const all = { ...parts, sessions: checkSessions, history: checkHistory, values: checkValues }
  describe(name, () => {
    for (const [part, declare] of Object.entries(all)) describe(part, () => declare(check))
  })
}
