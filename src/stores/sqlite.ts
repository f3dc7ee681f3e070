/**
 * A store in a SQLite file, for one process or several on one computer.
 * @module
 */

import { createDatabaseStore } from './sqlite/database-store.ts'
import { openDatabase } from './sqlite/open.ts'
import type { Store } from './store.ts'

/** Where the file is, and how its clock is read in tests. */
export interface SqliteStoreOptions {
  /** Path of the database; made with mode 0600, in a folder made with 0700, when it is not there. `:memory:` keeps none. */
  file: string
  /** How long to wait, in milliseconds, while another process writes. The event loop waits too. Default 5,000. */
  timeoutMs?: number
  /** The clock of the leases, in tests only. Default: the database's own, which all its processes share. */
  now?: () => number
}

/**
 * Keeps grants, their history, claims and sessions in one SQLite file that several processes of one machine may share.
 * Not for network file systems. A damaged file is refused, never replaced.
 * @throws WX-STORE-DRIVER, WX-STORE-UNAVAILABLE, WX-STORE-READ-ONLY, WX-STORE-FULL, WX-STORE-CORRUPT, WX-STORE-NEWER
 * @see https://www.sqlite.org/wal.html
 * @example
 * sqliteStore({ file: '.grantkeeper/grants.db' })
 */
export function sqliteStore({ file, timeoutMs = 5000, now }: SqliteStoreOptions): Store {
  return createDatabaseStore(openDatabase(file, timeoutMs), now)
}
