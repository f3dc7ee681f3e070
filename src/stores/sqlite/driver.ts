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

/** A driver that can also copy a database page by page, as it is when the copy begins. */
export interface CopyingModule extends SqliteModule {
  backup(source: SqliteDatabase, file: string, options: CopyOptions): Promise<unknown>
}

export interface CopyOptions {
  /** Pages at a time; the event loop turns in between. */
  rate: number
  /** Called in between. The copy ends where it throws. */
  progress: (soFar: { totalPages: number; remainingPages: number }) => void
}

const insideNode = () => process.getBuiltinModule?.('node:sqlite')
const installedPackage = () => createRequire(import.meta.url)('@photostructure/sqlite')

/**
 * The SQLite inside Node (22.13 or newer), else the optional package.
 * @throws WX-STORE-DRIVER
 */
export function findDriver(
  builtIn: () => unknown = insideNode,
  installed: () => unknown = installedPackage,
): OpenDatabase {
  const module = [builtIn, installed].map(loadQuietly).find(hasDatabase)
  if (!module) throw new GrantkeeperError('WX-STORE-DRIVER')
  return (path) => new module.DatabaseSync(path)
}

/**
 * The SQLite inside Node (22.16 or newer), else the optional package.
 * @throws WX-STORE-DRIVER
 */
export function findCopyingDriver(
  builtIn: () => unknown = insideNode,
  installed: () => unknown = installedPackage,
): CopyingModule {
  const module = [builtIn, installed].map(loadQuietly).find(canCopy)
  if (!module) throw new GrantkeeperError('WX-STORE-DRIVER')
  return module
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

function canCopy(module: unknown): module is CopyingModule {
  return hasDatabase(module) && typeof (module as Partial<CopyingModule>).backup === 'function'
}
