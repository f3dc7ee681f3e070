/**
 * The contract of a place where grants are kept. Few methods, none optional; `grantkeeper/stores/contract` has the tests
 * every store must pass. Rows are flat, with nothing but strings, numbers and nulls, and tokens only in sealed form.
 */
import type { GrantStatus } from './grant.ts'

/** A grant as it lies in the store. */
export interface GrantRow {
  id: string
  clientId: string
  owner: string
  /** Empty when Webex was not asked who it is. (clientId, owner, personId) is unique. */
  personId: string
  personName: string | null
  personEmail: string | null
  orgId: string | null
  /** Who signed in by Login with Webex, as JSON. */
  login: string | null
  /** Space-separated, as on the wire. */
  scopesAsked: string
  scopesGranted: string
  /** Access and refresh token in one envelope, bound to this row and generation. */
  sealedTokens: string
  accessExpiresAt: number
  refreshExpiresAt: number | null
  status: GrantStatus
  reason: string | null
  generation: number
  /** Renewals that failed since the last that worked. */
  failures: number
  nextTryAt: number | null
  /** When the keep-alive looks after it next; null when nothing can be done for it. */
  dueAt: number | null
  connectedAt: number
  lastOkAt: number
  lastErrorAt: number | null
  /** The refresh attempt that holds the lease, its process, and until when by the store's own clock. */
  leaseAttempt: string | null
  leaseHolder: string | null
  leaseUntil: number | null
  /** When the attempt that holds the lease was about to ask Webex, by the store's own clock; null when it has not yet. */
  askedAt: number | null
  /** Until when Webex has asked the calls of this person to wait; a past instant means nothing. */
  coolUntil: number | null
}

/** What a compare-and-set may change. Identity and lease times are not among it. */
export type GrantChanges = Partial<
  Omit<
    GrantRow,
    'id' | 'clientId' | 'owner' | 'personId' | 'leaseAttempt' | 'leaseHolder' | 'leaseUntil' | 'askedAt' | 'coolUntil'
  >
> & {
  /** Frees the lease in the same write, whoever holds it. */
  endLease?: true
}

/** What grants are looked for by. */
export interface GrantSearch {
  /**
   * Part of the person's name or e-mail or of the owner, or the beginning of the id (ids are random, and most short words are
   * somewhere in one), whatever its case; every character means itself. The letters of ASCII are folded by every store, others as
   * the database does it: SQLite does not, PostgreSQL by its locale.
   */
  search?: string
  /** Only grants that were granted this scope. */
  scope?: string
  /** Only grants whose refresh token ends before this instant; those without a named end are left out. */
  endsBefore?: number
}

export interface GrantFilter extends GrantSearch {
  clientId?: string
  owner?: string
  status?: GrantStatus
  /** Only grants whose id sorts after this one: the cursor of a list ordered by id. */
  after?: string
  /** Most rows, 1 to 1,000. */
  limit: number
}

/** A token that is to be ended at Webex, kept until Webex has confirmed it. */
export interface RevocationRow {
  id: string
  clientId: string
  /** Bound to this row. A rotation of keys may replace it by the same token under another key. */
  sealedToken: string
  hint: 'refresh_token' | 'access_token'
  /** Times it was tried. */
  tries: number
  dueAt: number
  /** When the token is dead by itself, and nothing is left to do. */
  expiresAt: number
}

/** As {@link GrantFilter}. */
export type RevocationFilter = Pick<GrantFilter, 'clientId' | 'after' | 'limit'>

/** Which rows a due-scan takes: those due at `now`, at most `limit`, and until when they are its own. */
export interface DueClaim {
  now: number
  until: number
  limit: number
}

export interface LeaseRequest {
  /** Names this refresh attempt; random. */
  attempt: string
  /** Names the process; whether it may still be at work is told from this name. */
  holder: string
  forMs: number
  /**
   * Becomes the `reason` of a grant that has not ended (status `reconnect`), when another attempt's lease ran out without
   * being given back after `noteAsked`: that attempt may have got as far as Webex.
   */
  noteUnended?: string
}

/** What a callback left for its repetitions. `pending`: claimed, its outcome not yet known. */
export type Claim = { claimed: true } | { claimed: false; outcome: string | null }

export interface GrantStore {
  getGrant(id: string): Promise<GrantRow | undefined>
  /** The grant most recently connected by this owner. */
  getGrantOf(clientId: string, owner: string): Promise<GrantRow | undefined>
  /** The grant of this owner and person, if there is one. */
  findGrant(clientId: string, owner: string, personId: string): Promise<GrantRow | undefined>
  /** Grants in the order of their ids. */
  listGrants(filter: GrantFilter): Promise<GrantRow[]>
  /** Adds a row. False, and nothing written, when its id or its (clientId, owner, personId) exists. */
  insertGrant(row: GrantRow): Promise<boolean>
  /** Compare-and-set: writes the changes if the row still has this generation. False, and nothing written, if not. */
  updateGrant(id: string, generation: number, changes: GrantChanges): Promise<boolean>
  /**
   * Deletes a row and its history for good if it still has this generation; its bytes are overwritten. What is still to be
   * revoked is kept in the same step. False, and nothing deleted or kept, if not.
   */
  deleteGrant(id: string, generation: number, revocation?: RevocationRow): Promise<boolean>
  /** Notes until when calls are to wait, on this grant and the others of its person; never shortens what is known. */
  noteCoolUntil(id: string, untilAt: number): Promise<void>
  /** How many such grants of an integration there are in each status; a status without grants is absent. */
  countGrants(clientId: string, search?: GrantSearch): Promise<Partial<Record<GrantStatus, number>>>
  /** When the first refresh token of an integration ends, of the grants that can still be renewed; null when none says. */
  earliestEnd(clientId: string): Promise<number | null>
  /** Takes grants whose `dueAt` has come and sets it to `until`. No two callers get the same one. */
  claimDueGrants(clientId: string, claim: DueClaim): Promise<GrantRow[]>

  /** Keeps a token that is to be ended. Nothing is written when its id is there. */
  insertRevocation(row: RevocationRow): Promise<void>
  /** Takes revocations whose `dueAt` has come, sets it to `until` and counts the try. No two callers get the same one. */
  claimDueRevocations(clientId: string, claim: DueClaim): Promise<RevocationRow[]>
  deleteRevocation(id: string): Promise<void>
  /** Revocations in the order of their ids. */
  listRevocations(filter: RevocationFilter): Promise<RevocationRow[]>
  /** Compare-and-set of the sealed token. False, and nothing written, when the row is gone or holds another one. */
  updateRevocation(id: string, from: string, to: string): Promise<boolean>

  /**
   * Takes the right to refresh one grant for `forMs` by the store's own clock, and reads the row under it, in one step.
   * It begins with nothing asked. Undefined when another attempt holds it still, or when there is no such row.
   */
  takeLease(id: string, lease: LeaseRequest): Promise<GrantRow | undefined>
  /** Sets `askedAt` to now, if this attempt still holds the lease and it has not run out. False, and nothing written, if not. */
  noteAsked(id: string, attempt: string): Promise<boolean>
  /** Lets the lease end `afterMs` from now (0: at once), if this attempt still holds it. */
  endLease(id: string, attempt: string, afterMs: number): Promise<void>

  /** Claims a state for one callback. Of many callers of the same hash exactly one gets `claimed: true`. */
  claimState(stateHash: string, expiresAt: number): Promise<Claim>
  /** Keeps the outcome of a claimed state for those who repeat the callback. */
  settleState(stateHash: string, outcome: string): Promise<void>
  /** Forgets claims that expired before this instant; gives their number. */
  deleteExpiredStates(before: number): Promise<number>
}
