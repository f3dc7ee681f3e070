import { closeSync, openSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { GrantkeeperError, isGrantkeeperError } from '../../errors/index.ts'
import { listMigrations, schemaVersion } from '../sql/migrations.ts'
import { findCopyingDriver, type SqliteDatabase } from './driver.ts'
import { translateFailure } from './failure.ts'
import { openDatabase } from './open.ts'

/** What a database of ours holds. */
export interface Contents {
  /** Of its schema. */
  version: number
  grants: number
  revocations: number
  sessions: number
}

/** How a copy is watched and ended. */
export interface CopyOptions {
  /** Ends the copy, of which nothing is left then. */
  signal?: AbortSignal
  /** Hears of the part that is done, from 0 to 1. */
  onProgress?: (part: number) => void
}

/** About 4 MB at a time. */
const PAGES = 1000
const WAIT_MS = 5000

/**
 * Copies a database as it is at one moment into a new file of mode 0600, and checks that. Whoever reads or writes meanwhile
 * goes on. The file that is copied must be there; it is left as it is, also when its schema is an older one.
 * @throws WX-STORE-CORRUPT for a file that is damaged or none of ours, WX-STORE-NEWER, WX-STORE-DRIVER, WX-STORE-FULL
 */
export async function copyDatabase(
  file: string,
  to: string,
  { signal, onProgress }: CopyOptions = {},
): Promise<Contents> {
  const driver = findCopyingDriver()
  const progress = ({ totalPages, remainingPages }: { totalPages: number; remainingPages: number }) => {
    signal?.throwIfAborted()
    onProgress?.((totalPages - remainingPages) / totalPages)
  }
  closeSync(openSync(to, 'wx', 0o600))
  try {
    const source = translateFailure(() => new driver.DatabaseSync(resolve(file)))
    try {
      translateFailure(() => holdStill(source))
      await driver.backup(source, resolve(to), { rate: PAGES, progress })
    } finally {
      // Closing alone does not end it in one of the drivers.
      undo(source)
      source.close()
    }
    signal?.throwIfAborted()
    const copy = new driver.DatabaseSync(resolve(to))
    return translateFailure(() => checkCopy(copy))
  } catch (error) {
    rmSync(to, { force: true })
    signal?.throwIfAborted()
    if (isGrantkeeperError(error)) throw error
    return translateFailure(() => {
      throw error
    })
  }
}

/** With a snapshot open, writes that come between the pages do not make the copy begin anew. */
function holdStill(database: SqliteDatabase): void {
  database.exec(`PRAGMA busy_timeout = ${WAIT_MS}`)
  database.exec('BEGIN')
  readContents(database)
}

/** One file that is whole by itself: without a log beside it. */
function checkCopy(copy: SqliteDatabase): Contents {
  try {
    copy.exec('PRAGMA journal_mode = DELETE')
    const { integrity_check: found } = copy.prepare('PRAGMA integrity_check(1)').get() as { integrity_check: string }
    if (found !== 'ok') throw new GrantkeeperError('WX-STORE-CORRUPT')
    return readContents(copy)
  } finally {
    copy.close()
  }
}

/** What is in a database that is there. @throws WX-STORE-* */
export function inspectDatabase(file: string): Contents {
  const database = translateFailure(() => new (findCopyingDriver().DatabaseSync)(resolve(file)))
  try {
    return translateFailure(() => readContents(database))
  } finally {
    database.close()
  }
}

/** @throws WX-STORE-CORRUPT, WX-STORE-NEWER */
function readContents(database: SqliteDatabase): Contents {
  const tables = listTables(database)
  if (!tables.includes('grantkeeper_schema') || !tables.includes('grantkeeper_grants')) {
    throw new GrantkeeperError('WX-STORE-CORRUPT', { detail: 'It is no database of grantkeeper.' })
  }
  const { version = 0 } = (database.prepare(schemaVersion.read).get() ?? {}) as { version?: number }
  listMigrations(version)
  const count = (table: string) =>
    (database.prepare(`SELECT COUNT(*) AS "count" FROM grantkeeper_${table}`).get() as { count: number }).count
  return { version, grants: count('grants'), revocations: count('revocations'), sessions: count('sessions') }
}

function listTables(database: SqliteDatabase): string[] {
  const rows = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'grantkeeper%'`)
    .all()
  return (rows as { name: string }[]).map(({ name }) => name)
}

/** What a restore has done. */
export interface Restored {
  before: Contents
  after: Contents
  /** Connections of the backup that had been renewed here since it was made. */
  renewed: number
}

/** Rows that are kept beside those of the backup: what Webex has yet to end, what was used up, and what happened. */
const MERGED = ['grantkeeper_revocations', 'grantkeeper_states', 'grantkeeper_history']

/**
 * Puts the rows of a backup in place of those in a database, all in one transaction: others see the old ones or the new ones,
 * and wait until then to write. First the present state is copied to `safetyCopy`, if one is wanted. The backup is brought to
 * our schema, so give a copy of it.
 * @throws WX-STORE-*
 */
export async function restoreDatabase(
  file: string,
  backup: string,
  { safetyCopy, signal }: { safetyCopy?: string | undefined; signal?: AbortSignal },
): Promise<Restored> {
  openDatabase(backup, WAIT_MS).close()
  const database = openDatabase(file, WAIT_MS)
  try {
    translateFailure(() => {
      database.prepare('ATTACH DATABASE ? AS backup').run(resolve(backup))
      database.exec('BEGIN IMMEDIATE')
    })
    if (safetyCopy !== undefined) await copyDatabase(file, safetyCopy, { signal })
    return translateFailure(() => replaceRows(database))
  } finally {
    undo(database)
    database.close()
  }
}

function replaceRows(database: SqliteDatabase): Restored {
  const before = readContents(database)
  const { renewed } = database.prepare(countRenewed).get() as { renewed: number }
  for (const table of listTables(database)) {
    if (table === 'grantkeeper_schema' || table === 'grantkeeper_sessions') continue
    if (!MERGED.includes(table)) database.exec(`DELETE FROM main.${table}`)
    database.exec(`INSERT OR IGNORE INTO main.${table} SELECT * FROM backup.${table}`)
  }
  restoreSessions(database, before.grants === 0)
  const after = readContents(database)
  database.exec('COMMIT')
  // The log still has the pages as they were.
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
  return { before, after, renewed }
}

const countRenewed = `SELECT COUNT(*) AS renewed FROM main.grantkeeper_grants here
  JOIN backup.grantkeeper_grants earlier ON earlier.id = here.id AND earlier.generation < here.generation`

/** Who signed out since must not be signed in again; only where everything was lost do people come back as they were. */
function restoreSessions(database: SqliteDatabase, wasEmpty: boolean): void {
  if (wasEmpty)
    database.exec('INSERT OR IGNORE INTO main.grantkeeper_sessions SELECT * FROM backup.grantkeeper_sessions')
  database.exec(`DELETE FROM main.grantkeeper_sessions WHERE grant_id NOT IN (SELECT id FROM main.grantkeeper_grants)`)
}

/** After COMMIT, and after some failures, there is none to end. */
function undo(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // What counts is what led here.
  }
}
