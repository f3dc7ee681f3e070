/**
 * A store in a PostgreSQL, for processes on many computers.
 * @module
 */

import { createConnection } from './postgres/connection.ts'
import { createDue, createGrants, createLeases, createStates } from './postgres/grants.ts'
import { createHistory } from './postgres/history.ts'
import { borrowPool, createOwnPool, type PgPool } from './postgres/pool.ts'
import { createSessions } from './postgres/sessions.ts'
import type { Store } from './store.ts'

export type { PgClient, PgPool, PgQuery, PgResult } from './postgres/pool.ts'

/** A pool of yours, or the address of a database. */
export type PostgresStoreOptions = {
  /**
   * How long to wait, in milliseconds, for a connection, and again for an answer. Default 5,000.
   * Give a pool of yours its own `connectionTimeoutMillis` and `statement_timeout`.
   */
  timeoutMs?: number
  /** The clock of the leases, in tests only. Default: the database's own, which all its processes share. */
  now?: () => number
} & (
  | {
      /** A `pg` pool of yours, which stays open when the store is closed. Its `synchronous_commit` must not be off. */
      pool: PgPool
    }
  | {
      /** `postgres://user:password@host/database`, for a pool of ours; needs the package `pg`. */
      connectionString: string
    }
)

/**
 * Keeps grants, their history, claims and sessions in PostgreSQL, for any number of processes on any number of machines. Connects, and
 * makes or migrates its tables, on the first use. A deleted row's bytes stay in the database's files until it vacuums.
 * All methods may throw WX-STORE-DRIVER, WX-STORE-UNAVAILABLE, WX-STORE-READ-ONLY, WX-STORE-FULL, WX-STORE-CORRUPT and
 * WX-STORE-NEWER. After WX-STORE-UNAVAILABLE a write may have happened all the same.
 * @example
 * postgresStore({ connectionString: 'postgres://localhost/grantkeeper' })
 */
export function postgresStore(options: PostgresStoreOptions): Store {
  const { timeoutMs = 5000, now } = options
  const source = 'pool' in options ? borrowPool(options.pool) : createOwnPool(options.connectionString, timeoutMs)
  const connection = createConnection(source, timeoutMs)
  return {
    ...createGrants(connection),
    ...createDue(connection),
    ...createLeases(connection, now),
    ...createStates(connection),
    ...createSessions(connection),
    ...createHistory(connection),
    close: () => connection.close(),
  }
}
