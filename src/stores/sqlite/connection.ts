import { readValue, type StoredValue } from '../values.ts'
import type { SqliteDatabase, SqliteStatement } from './driver.ts'
import { translateFailure } from './failure.ts'
import { createGroupCommit } from './group-commit.ts'
import { runTransaction } from './open.ts'

/** Statements on one database, prepared once each. Outside of `write` they are for reading. */
export interface SqliteConnection {
  get<Row extends object>(sql: string, ...values: StoredValue[]): Row | undefined
  all<Row extends object>(sql: string, ...values: StoredValue[]): Row[]
  /** Number of rows that were written. */
  run(sql: string, ...values: StoredValue[]): number
  /** Does work in a transaction that it may share; resolves once that is on disk. */
  write<T>(work: () => T): Promise<T>
  close(): void
}

export function createConnection(database: SqliteDatabase): SqliteConnection {
  const prepare = createStatementCache(database)
  const group = createGroupCommit((work) => translateFailure(() => runTransaction(database, work)))
  let open = true
  return {
    get<Row extends object>(sql: string, ...values: StoredValue[]) {
      const row = translateFailure(() => prepare(sql).get(...values.map(readValue)))
      return row ? copyRow(row as Row) : undefined
    },
    all<Row extends object>(sql: string, ...values: StoredValue[]) {
      return translateFailure(() => prepare(sql).all(...values.map(readValue))).map((row) => copyRow(row as Row))
    },
    run: (sql, ...values) => translateFailure(() => Number(prepare(sql).run(...values.map(readValue)).changes)),
    write: group.write,
    close() {
      if (!open) return
      open = false
      group.flush()
      emptyLog(database)
      database.close()
    },
  }
}

/** The drivers' rows have no prototype. They are copied field by field: to spread one costs two thirds of its query again. */
function copyRow<Row extends object>(row: Row): Row {
  const copy = {} as Row
  for (const field in row) copy[field] = row[field]
  return copy
}

/**
 * Brings all that the log holds into the file, so that the file is whole by itself. One of the drivers gives a closed
 * file back only when its statements are garbage, and until then SQLite would not do this.
 */
function emptyLog(database: SqliteDatabase): void {
  try {
    database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
  } catch {
    // Full or read-only: what was acknowledged stays in the log, and is read from there at the next start.
  }
}

function createStatementCache(database: SqliteDatabase): (sql: string) => SqliteStatement {
  const prepared = new Map<string, SqliteStatement>()
  return (sql) => {
    const known = prepared.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    prepared.set(sql, statement)
    return statement
  }
}
