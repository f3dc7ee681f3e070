import { createRequire } from 'node:module'
import { GrantkeeperError } from '../../errors/index.ts'
import type { StoredValue } from '../values.ts'

/** What we ask of a SQLite driver: the part of `node:sqlite` that this store uses. */
export interface SqliteDatabase {
  exec(sql: string): void
  prepare(sql: string): SqliteStatement
  close(): void
}

export interface SqliteStatement {
  get(...values: StoredValue[]): unknown
  all(...values: StoredValue[]): unknown[]
  run(...values: StoredValue[]): { changes: number | bigint }
}

export type OpenDatabase = (path: string) => SqliteDatabase

interface SqliteModule {
  DatabaseSync: new (path: string) => SqliteDatabase
}

/**
 * The SQLite inside Node (22.13 or newer), else the optional package.
 * @throws WX-STORE-DRIVER
 */
export function findDriver(
  builtIn: () => unknown = () => process.getBuiltinModule?.('node:sqlite'),
  installed: () => unknown = () => createRequire(import.meta.url)('@photostructure/sqlite'),
): OpenDatabase {
  const module = [builtIn, installed].map(loadQuietly).find(hasDatabase)
  if (!module) throw new GrantkeeperError('WX-STORE-DRIVER')
  return (path) => new module.DatabaseSync(path)
}

function loadQuietly(load: () => unknown): unknown {
  try {
    return load()
  } catch {
    return undefined
  }
}

function hasDatabase(module: unknown): module is SqliteModule {
  return typeof (module as Partial<SqliteModule> | undefined)?.DatabaseSync === 'function'
}
