import type { Environment } from '../environment.ts'
import type { Events } from '../events.ts'
import type { Integration } from '../oauth/integration.ts'
import type { Secret } from '../secret.ts'
import type { Breaker } from './breaker.ts'
import type { Person } from './grant.ts'
import type { HeldGrants } from './held.ts'
import type { ProviderCache } from './provider-cache.ts'
import type { RefreshLimits } from './refresh-limits.ts'
import type { Seal } from './seal.ts'
import type { GrantRow, GrantStore } from './store.ts'

/** What every verb of this room works with. */
export interface GrantsContext {
  integration: Integration
  environment: Environment
  events: Events
  store: GrantStore
  seal: Seal
  limits: RefreshLimits
  /** Names this process in leases. */
  holder: string
  /** Whether the process that a lease names may still be at work; false only when it is known to be dead. */
  isHolderAlive(holder: string): boolean
  /** Keeps this process from asking a token endpoint that is down. */
  breaker: Breaker
  /** Asks Webex whose token this is; undefined when the scope for asking was not granted. */
  identify(accessToken: Secret): Promise<Person | undefined>
  /** What Webex said of itself, for Login with Webex. */
  provider: ProviderCache
  /** Rows read moments ago, with their tokens opened. */
  held: HeldGrants
  /** Refreshes under way in this process, by grant. */
  refreshing: Map<string, Promise<GrantRow>>
  /** New tokens whose write is not yet known, by grant. */
  unsaved: Map<string, UnsavedGrant>
  /** New tokens of grants that were disconnected during their refresh, while they are being ended. */
  ending: Set<Promise<void>>
  /** Callbacks under way in this process, by hash of their state. */
  completing: Map<string, Promise<CompletedAttempt>>
}

/** A row with new tokens that may exist in this process alone. `saved` gives the row that counts once the store is heard. */
export interface UnsavedGrant {
  row: GrantRow
  saved: Promise<GrantRow>
}

/** What a finished sign-in leaves for its callers. */
export interface CompletedAttempt {
  grantId: string
  owner: string
}
