import type { GrantStore } from '../grants/store.ts'
import type { SessionStore } from '../sessions/store.ts'

/** Where grants, claimed sign-ins and sessions are kept: `memoryStore()`, `sqliteStore()`, or one of your own. */
export interface Store extends GrantStore, SessionStore {
  /** Ends the store; what was acknowledged is on disk. */
  close(): Promise<void>
}
