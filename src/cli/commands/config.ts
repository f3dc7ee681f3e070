import { findAuditLog } from '../../config/audit-log.ts'
import { readDatabase } from '../../config/database.ts'
import { readEnvFile } from '../../config/env-file.ts'
import { hintRenames } from '../../config/foreign-names.ts'
import { findIntegration, listMissing } from '../../config/integration-settings.ts'
import { findSecret, findSetting, type HiddenSetting, type Layer, type Setting } from '../../config/settings.ts'
import { extendEnvironment } from '../../config.ts'
import { readArguments, UsageError, unknownWord } from '../arguments.ts'
import type { Command } from '../command.ts'
import { cleanText, type Output } from '../output.ts'

const options = {
  'show-origin': { type: 'boolean' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

interface Listed {
  name: string
  /** Null when it is not set, or is a secret. */
  value: string | null
  secret: boolean
  /** Null when it is not set. */
  origin: string | null
}

/** `grantkeeper config list`: what is set, and where. */
export const runConfig: Command = async (argv, output) => {
  const { values, words } = readArguments(argv, options, 1)
  const [verb] = words
  if (verb === undefined) throw new UsageError('What about the settings? For example: grantkeeper config list')
  if (verb !== 'list') throw unknownWord('verb', verb, ['list'])
  const file = readEnvFile('.', values.settings)
  const layers: Layer[] = [{ origin: 'env', variables: extendEnvironment({}) }, ...(file ? [file.layer] : [])]
  const { listed, missing } = listSettings(layers)
  const hints = [...(file?.notes ?? []), ...hintRenames(layers, missing)]
  if (values.json) output.print(JSON.stringify({ settings: listed, missing, hints }))
  else tellSettings(listed, missing, values['show-origin'] ?? false, output)
  if (!values.json) for (const hint of hints) output.note(`${output.paint('yellow', '!', 'stderr')} ${hint}`)
  return 0
}

/** Unlike `serve`, it lists what there is also when something is missing. */
function listSettings(layers: readonly Layer[]): { listed: Listed[]; missing: string[] } {
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
function listOne(name: string, setting: Omit<Setting, 'value'> | undefined, value: string | null): Listed {
  if (!setting) return { name, value, secret: false, origin: null }
  const place = setting.file ?? (setting.origin === 'env' ? 'environment' : setting.origin)
  return { name, value, secret: false, origin: setting.name === name ? place : `${place}: ${setting.name}` }
}

function tellSettings(
  listed: readonly Listed[],
  missing: readonly string[],
  showOrigin: boolean,
  output: Output,
): void {
  const width = Math.max(...listed.map(({ origin }) => (origin ?? '').length)) + 2
  for (const setting of listed) {
    const { name, origin } = setting
    if (origin === null && !missing.includes(name)) continue
    const place = showOrigin ? output.paint('dim', cleanText(origin ?? '').padEnd(width)) : ''
    output.print(`${place}${name}=${describeValue(setting)}`)
  }
}

function describeValue({ value, secret, origin }: Listed): string {
  if (origin === null) return '(missing)'
  return secret ? '(set, not shown)' : cleanText(value ?? '')
}
