import { closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { GrantkeeperError } from '../../errors/index.ts'
import { listMigrations, schemaVersion } from '../sql/migrations.ts'
import { findDriver, type SqliteDatabase } from './driver.ts'
import { translateFailure } from './failure.ts'

/** Opens the file, makes it safe and brings its schema up to date. The database is closed again when any of it fails. */
export function openDatabase(file: string, timeoutMs: number): SqliteDatabase {
  const open = findDriver()
  // An absolute path is never read as a `file:` URI.
  const path = file === ':memory:' ? file : resolve(file)
  if (path !== ':memory:') preparePath(path)
  const database = translateFailure(() => open(path))
  try {
    translateFailure(() => setUp(database, timeoutMs))
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** The file is made first, for its -wal and -shm take their mode from it. */
function preparePath(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'a', 0o600))
  } catch (cause) {
    throw fileError(cause)
  }
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false })
  if (wal && wal.size > 0 && statSync(path).size === 0) {
    throw new GrantkeeperError('WX-STORE-CORRUPT', { detail: 'The file is empty, but its write-ahead log is not.' })
  }
}

function fileError(cause: unknown): GrantkeeperError {
  const refused = ['EACCES', 'EPERM', 'EROFS'].includes((cause as NodeJS.ErrnoException).code ?? '')
  return new GrantkeeperError(refused ? 'WX-STORE-READ-ONLY' : 'WX-STORE-UNAVAILABLE', { cause })
}

function setUp(database: SqliteDatabase, timeoutMs: number): void {
  database.exec(`PRAGMA busy_timeout = ${Math.round(timeoutMs)}`)
  refuseDamage(database)
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  database.exec('PRAGMA secure_delete = ON')
  database.exec('PRAGMA cell_size_check = ON')
  runTransaction(database, () => migrate(database))
}

/** Some damage makes rows vanish without an error; a file with such damage must not start as if it were empty. */
function refuseDamage(database: SqliteDatabase): void {
  const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
  if (found !== 'ok') throw new GrantkeeperError('WX-STORE-CORRUPT')
}

function migrate(database: SqliteDatabase): void {
  database.exec(schemaVersion.table)
  const known = database.prepare(schemaVersion.read).get() as { version: number } | undefined
  const pending = listMigrations(known?.version ?? 0)
  if (pending.length === 0) return
  for (const sql of [...pending, schemaVersion.clear, schemaVersion.write]) database.exec(sql)
}

/** Runs work in one transaction that takes the right to write at its beginning. */
export function runTransaction(database: SqliteDatabase, work: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    work()
    database.exec('COMMIT')
  } catch (error) {
    rollBack(database)
    throw error
  }
}

/** After some failures SQLite has rolled back by itself, and then refuses to do it again. */
function rollBack(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // What counts is the error that led here.
  }
}
