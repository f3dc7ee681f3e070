import { resolve } from 'node:path'
import { findSetting, type Layer, type Setting } from './settings.ts'

/** Where the audit is appended to: a file, relative to `cwd`, or `-` for stderr. */
export function findAuditLog(layers: readonly Layer[], cwd: string): Setting | undefined {
  const setting = findSetting(layers, 'GRANTKEEPER_AUDIT_LOG')
  return setting && setting.value !== '-' ? { ...setting, value: resolve(cwd, setting.value) } : setting
}
