import { GrantkeeperError } from '../errors/index.ts'
import type { Variables } from './settings.ts'

/** Everything that can be set; all but NODE_ENV and the `_FILE` names are what `grantkeeper config list` lists. */
export const SETTING_NAMES = [
  'WEBEX_AUTHORIZATION_URL',
  'WEBEX_CLIENT_ID',
  'WEBEX_CLIENT_SECRET',
  'WEBEX_REDIRECT_URI',
  'WEBEX_SCOPES',
  'WEBEX_OPTIONAL_SCOPES',
  'WEBEX_BASE_URL',
  'WEBEX_REVOKE_URL',
  'WEBEX_ISSUERS',
  'GRANTKEEPER_KEY',
  'DATABASE_URL',
  'GRANTKEEPER_OPERATOR_TOKEN',
  'GRANTKEEPER_AUDIT_LOG',
  'GRANTKEEPER_EMULATOR_URL',
  'WEBEX_CLIENT_SECRET_FILE',
  'GRANTKEEPER_KEY_FILE',
  'GRANTKEEPER_OPERATOR_TOKEN_FILE',
] as const

const SECRETS = ['WEBEX_CLIENT_SECRET', 'GRANTKEEPER_KEY', 'GRANTKEEPER_OPERATOR_TOKEN']

/**
 * Reads `grantkeeper.config.json`: an object with settings by their names; scopes may be a list. The file is there to be
 * committed, so it may hold no secret, and a name that nobody reads is a mistake.
 * @throws WX-CONFIG-INVALID, which repeats no value
 */
export function readProjectFile(text: string, file: string): Variables {
  const values = parse(text, file)
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (!SETTING_NAMES.some((known) => known === name)) throw invalid(file, `knows no setting ${shorten(name)}`)
      if (isSecret(name, value)) throw invalid(file, `holds ${name}, a secret; set it in .env or in the environment`)
      return [name, readValue(value, name, file)]
    }),
  )
}

function parse(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Told below.
  }
  throw invalid(file, 'is no JSON object')
}

/** The password of a database too. */
function isSecret(name: string, value: unknown): boolean {
  return SECRETS.includes(name) || (name === 'DATABASE_URL' && /^[a-z]+:\/\/[^/]*:[^/]*@/i.test(String(value)))
}

function readValue(value: unknown, name: string, file: string): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((word) => typeof word === 'string')) return value.join(' ')
  throw invalid(file, `sets ${name} to what is neither a text nor a list of texts`)
}

function shorten(name: string): string {
  return name.replace(/[^\w$.-]/g, '?').slice(0, 64)
}

function invalid(file: string, why: string): GrantkeeperError {
  return new GrantkeeperError('WX-CONFIG-INVALID', { detail: `The file ${file} ${why}.` })
}
