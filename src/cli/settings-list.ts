import { findAuditLog } from '../config/audit-log.ts'
import { readDatabase } from '../config/database.ts'
import { findIntegration, listMissing } from '../config/integration-settings.ts'
import { readSettingFiles } from '../config/setting-files.ts'
import { findSecret, findSetting, type HiddenSetting, type Layer, type Setting } from '../config/settings.ts'
import { extendEnvironment } from '../config.ts'

/** A setting as it may be shown. */
export interface ListedSetting {
  name: string
  /** Null when it is not set, or is a secret. */
  value: string | null
  secret: boolean
  /** Null when it is not set. */
  origin: string | null
}

/** The places that settings are looked for in, and what is to be said of them. @throws WX-CONFIG-INVALID */
export function readLayers(envFile: string | undefined): { layers: Layer[]; notes: string[] } {
  const env = extendEnvironment({})
  const { layers, notes } = readSettingFiles({ cwd: '.', named: envFile, env })
  return { layers: [{ origin: 'env', variables: env }, ...layers], notes }
}

/** Unlike `serve`, it lists what there is also when something is missing. */
export function listSettings(layers: readonly Layer[]): { listed: ListedSetting[]; missing: string[] } {
  const found = findIntegration(layers, '.')
  const missing = listMissing(found)
  const { clientId, clientSecret, redirectUri, scopes, optionalScopes, baseUrl, issuers } = found
  const plain = (name: string, setting: Setting | undefined) => listOne(name, setting, setting?.value ?? null)
  const hidden = (name: string, setting: HiddenSetting | undefined) => ({
    ...listOne(name, setting, null),
    secret: true,
  })
  const listed = [
    plain('WEBEX_CLIENT_ID', clientId),
    hidden('WEBEX_CLIENT_SECRET', clientSecret),
    plain('WEBEX_REDIRECT_URI', redirectUri),
    plain('WEBEX_SCOPES', scopes),
    plain('WEBEX_OPTIONAL_SCOPES', optionalScopes),
    plain('WEBEX_BASE_URL', baseUrl),
    plain('WEBEX_REVOKE_URL', findSetting(layers, 'WEBEX_REVOKE_URL')),
    plain('WEBEX_ISSUERS', issuers),
    hidden('GRANTKEEPER_KEY', findSecret(layers, 'GRANTKEEPER_KEY', '.')),
    plain('DATABASE_URL', readDatabase(findSetting(layers, 'DATABASE_URL'), '.')),
    hidden('GRANTKEEPER_OPERATOR_TOKEN', findSecret(layers, 'GRANTKEEPER_OPERATOR_TOKEN', '.')),
    plain('GRANTKEEPER_AUDIT_LOG', findAuditLog(layers, '.')),
    plain('GRANTKEEPER_EMULATOR_URL', findSetting(layers, 'GRANTKEEPER_EMULATOR_URL')),
  ]
  return { listed, missing }
}

/** The origin says by which name it was set, where that is another one. */
function listOne(name: string, setting: Omit<Setting, 'value'> | undefined, value: string | null): ListedSetting {
  if (!setting) return { name, value, secret: false, origin: null }
  const place = setting.file ?? (setting.origin === 'env' ? 'environment' : setting.origin)
  return { name, value, secret: false, origin: setting.name === name ? place : `${place}: ${setting.name}` }
}
