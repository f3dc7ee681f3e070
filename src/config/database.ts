import { resolve } from 'node:path'
import { invalidSetting, type Setting } from './settings.ts'

const DEFAULT_FILE = '.grantkeeper/grants.db'

/**
 * The SQLite file that `DATABASE_URL` names, as `sqlite:path` or as a path relative to `cwd`.
 * @throws WX-CONFIG-INVALID for any other kind of database. The URL is not repeated: it may hold a password.
 */
export function readDatabase(setting: Setting | undefined, cwd: string): Setting {
  if (!setting) return { name: 'DATABASE_URL', origin: 'default', value: resolve(cwd, DEFAULT_FILE) }
  const path = setting.value.replace(/^sqlite:(\/\/)?/i, '')
  // Two letters at least: C:\grants.db is a path.
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(path)?.[1]
  if (scheme) throw invalidSetting(setting, `names a ${scheme} database; this version opens SQLite files only`)
  if (!path) throw invalidSetting(setting, 'names no file')
  return { ...setting, value: path === ':memory:' ? path : resolve(cwd, path) }
}
