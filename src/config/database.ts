import { resolve } from 'node:path'
import { postgresStore } from '../stores/postgres.ts'
import { sqliteStore } from '../stores/sqlite.ts'
import type { Store } from '../stores/store.ts'
import { invalidSetting, type Setting } from './settings.ts'

const DEFAULT_FILE = '.grantkeeper/grants.db'

/** Where grants are kept. Its value is for people: the path of a file, or the address of a PostgreSQL without its user. */
export interface Database extends Setting {
  /** @throws WX-STORE-* */
  open(): Store
}

/**
 * The database that `DATABASE_URL` names: PostgreSQL as `postgres://…`, or a SQLite file as `sqlite:path` or as a path
 * relative to `cwd`.
 * @throws WX-CONFIG-INVALID for any other kind of database. The URL is not repeated: it may hold a password.
 */
export function readDatabase(setting: Setting | undefined, cwd: string): Database {
  if (!setting) return sqliteDatabase({ name: 'DATABASE_URL', origin: 'default', value: DEFAULT_FILE }, cwd)
  if (/^postgres(ql)?:/i.test(setting.value)) return postgresDatabase(setting)
  const path = setting.value.replace(/^sqlite:(\/\/)?/i, '')
  // Two letters at least: C:\grants.db is a path.
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(path)?.[1]
  if (scheme) throw invalidSetting(setting, `names a ${scheme} database; PostgreSQL and SQLite files can be opened`)
  if (!path) throw invalidSetting(setting, 'names no file')
  return sqliteDatabase({ ...setting, value: path }, cwd)
}

function sqliteDatabase(setting: Setting, cwd: string): Database {
  const file = setting.value === ':memory:' ? setting.value : resolve(cwd, setting.value)
  return { ...setting, value: file, open: () => sqliteStore({ file }) }
}

function postgresDatabase(setting: Setting): Database {
  const connectionString = setting.value
  const url = URL.canParse(connectionString) ? new URL(connectionString) : undefined
  // A password with such a sign in it would be read as another part, and then be shown.
  if (!url || url.hash || url.pathname.includes('@')) {
    throw invalidSetting(setting, 'is no URL; signs such as @ / # in its password are written as %40 %2F %23')
  }
  if (url.pathname.length < 2) throw invalidSetting(setting, 'names no database; write postgres://host/database')
  const value = `${url.protocol}//${url.host}${url.pathname}`
  return { ...setting, value, open: () => postgresStore({ connectionString }) }
}
