import { readValue, type StoredValue } from '../values.ts'
import type { SqliteDatabase, SqliteStatement } from './driver.ts'
import { translateFailure } from './failure.ts'
import { createGroupCommit } from './group-commit.ts'
import { runTransaction } from './open.ts'

/** Statements on one database, prepared once each. Outside of `write` they are for reading. */
export interface SqliteConnection {
  get<Row>(sql: string, ...values: StoredValue[]): Row | undefined
  all<Row>(sql: string, ...values: StoredValue[]): Row[]
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
    get<Row>(sql: string, ...values: StoredValue[]) {
      const row = translateFailure(() => prepare(sql).get(...values.map(readValue)))
      return row ? ({ ...row } as Row) : undefined
    },
    all<Row>(sql: string, ...values: StoredValue[]) {
      return translateFailure(() => prepare(sql).all(...values.map(readValue))).map((row) => ({ ...(row as Row) }))
    },
    run: (sql, ...values) => translateFailure(() => Number(prepare(sql).run(...values.map(readValue)).changes)),
    write: group.write,
    close() {
      if (!open) return
      open = false
      group.flush()
      database.close()
    },
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
