import type { GrantRow } from '../../grants/store.ts'
import type { SessionRow } from '../../sessions/store.ts'
import type { Store } from '../store.ts'

export interface TestClock {
  now(): number
  advance(ms: number): void
}

/** Declares one sentence about a store that is opened for it alone. */
export type StoreCheck = (sentence: string, body: (store: Store, clock: TestClock) => Promise<void>) => void

export function createTestClock(): TestClock {
  let at = 1_800_000_000_000
  return {
    now: () => at,
    advance: (ms) => {
      at += ms
    },
  }
}

/** A row in which every field has a value of its own, so that no two can be mixed up. */
export function createGrantRow(changes: Partial<GrantRow> = {}): GrantRow {
  return {
    id: 'grant-1',
    clientId: 'client',
    owner: 'owner',
    personId: 'person',
    personName: 'Ada Lovelace',
    personEmail: 'ada@example.com',
    orgId: 'org',
    login: '{"sub":"sub"}',
    scopesAsked: 'spark:people_read spark:rooms_read',
    scopesGranted: 'spark:rooms_read',
    sealedTokens: 'sealed',
    accessExpiresAt: 1_800_000_000_001,
    refreshExpiresAt: 1_800_000_000_002,
    status: 'failing',
    reason: 'WX-TOKEN-UNAVAILABLE',
    generation: 7,
    failures: 3,
    nextTryAt: 1_800_000_000_004,
    dueAt: 1_767_300_000_000,
    connectedAt: 1_800_000_000_005,
    lastOkAt: 1_800_000_000_006,
    lastErrorAt: 1_800_000_000_007,
    leaseAttempt: null,
    leaseHolder: null,
    leaseUntil: null,
    askedAt: null,
    coolUntil: null,
    ...changes,
  }
}

export function createSessionRow(changes: Partial<SessionRow> = {}): SessionRow {
  return {
    idHash: 'hash-1',
    owner: 'owner',
    grantId: 'grant-1',
    createdAt: 1_800_000_000_000,
    seenAt: 1_800_000_000_001,
    expiresAt: 1_800_000_000_002,
    otherGrantIds: 'grant-2 grant-3',
    ...changes,
  }
}
