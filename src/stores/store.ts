import type { HistoryStore } from '../grants/history-store.ts'
import type { GrantStore } from '../grants/store.ts'
import type { SessionStore } from '../sessions/store.ts'

/** Where grants, their history, claimed sign-ins and sessions are kept: `memoryStore()`, `sqliteStore()`, or one of your own. */
export interface Store extends GrantStore, HistoryStore, SessionStore {
  /** Ends the store; what was acknowledged is on disk. */
  close(): Promise<void>
}

/** The parts a store's grants are made in; the rest reads, writes and deletes them. */
export type Leases = 'takeLease' | 'noteAsked' | 'endLease'
export type Due = 'countGrants' | 'earliestEnd' | 'claimDueGrants' | Revocations
type Revocations =
  | 'insertRevocation'
  | 'claimDueRevocations'
  | 'listRevocations'
  | 'updateRevocation'
  | 'deleteRevocation'
export type States = 'claimState' | 'settleState' | 'deleteExpiredStates'
