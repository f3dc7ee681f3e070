import { GrantkeeperError, isGrantkeeperError } from '../errors/index.ts'
import { type AuthorizationUrlParts, readAuthorizationUrl, readIntegration } from '../oauth/integration.ts'
import { readScopes } from '../oauth/scopes.ts'
import {
  describeSetting,
  findSecret,
  findSetting,
  type HiddenSetting,
  invalidSetting,
  type Layer,
  type Setting,
} from './settings.ts'

/** The integration as it was set, before anything is missing. */
export interface FoundIntegration {
  clientId: Setting | undefined
  clientSecret: HiddenSetting | undefined
  redirectUri: Setting | undefined
  /** Separated by single spaces. */
  scopes: Setting | undefined
  baseUrl: Setting
  optionalScopes: Setting | undefined
  /** Separated by spaces. */
  issuers: Setting | undefined
}

type Optional = 'optionalScopes' | 'issuers'
type Needed = Exclude<keyof FoundIntegration, Optional>

export type IntegrationSettings = Readonly<
  Pick<FoundIntegration, Optional> & { [K in Needed]: NonNullable<FoundIntegration[K]> }
>

const VARIABLES: Readonly<Record<keyof FoundIntegration, string>> = {
  clientId: 'WEBEX_CLIENT_ID',
  clientSecret: 'WEBEX_CLIENT_SECRET',
  redirectUri: 'WEBEX_REDIRECT_URI',
  scopes: 'WEBEX_SCOPES',
  baseUrl: 'WEBEX_BASE_URL',
  optionalScopes: 'WEBEX_OPTIONAL_SCOPES',
  issuers: 'WEBEX_ISSUERS',
}

/**
 * Finds the integration in its own variables and in `WEBEX_AUTHORIZATION_URL`, which must not contradict each other.
 * @throws WX-CONFIG-INVALID, WX-CONFIG-INSECURE, WX-SCOPE-UNKNOWN
 */
export function findIntegration(layers: readonly Layer[], cwd: string): FoundIntegration {
  const url = findSetting(layers, 'WEBEX_AUTHORIZATION_URL')
  const told = url && readParts(url)
  const find = (key: 'clientId' | 'redirectUri' | 'baseUrl') =>
    agree(findOwn(layers, key), url && told && { ...url, value: told[key] })
  const optionalScopes = findSetting(layers, VARIABLES.optionalScopes)
  const ticked = url && told && { ...url, value: told.scopes }
  if (optionalScopes && ticked) requireTicked(optionalScopes, ticked)
  return {
    clientId: find('clientId'),
    clientSecret: findSecret(layers, VARIABLES.clientSecret, cwd),
    redirectUri: find('redirectUri'),
    scopes: chooseScopes(findSetting(layers, VARIABLES.scopes), ticked, optionalScopes),
    baseUrl: find('baseUrl') ?? { name: VARIABLES.baseUrl, value: 'https://webexapis.com/v1', origin: 'default' },
    optionalScopes,
    issuers: findSetting(layers, VARIABLES.issuers),
  }
}

/** The variables that are needed, and neither set nor told by the authorization URL. */
export function listMissing(found: FoundIntegration): string[] {
  const { optionalScopes: _, issuers: __, ...needed } = VARIABLES
  return (Object.keys(needed) as Needed[]).filter((key) => !found[key]).map((key) => VARIABLES[key])
}

export function isComplete(found: FoundIntegration): found is IntegrationSettings {
  return listMissing(found).length === 0
}

/**
 * Checks the values before any file is made, so that an error names the variable and its origin.
 * @throws WX-CONFIG-INVALID, WX-CONFIG-INSECURE, WX-SCOPE-UNKNOWN
 */
export function checkIntegration(settings: IntegrationSettings): void {
  const { clientId, clientSecret, redirectUri, scopes, baseUrl, optionalScopes, issuers } = settings
  const nameVariable = (detail: string) => {
    const key = (Object.keys(VARIABLES) as (keyof FoundIntegration)[]).find((name) => detail.startsWith(`${name} `))
    const setting = key && settings[key]
    return setting ? describeSetting(setting) + detail.slice(key.length) : `${describeSetting(scopes)}: ${detail}`
  }
  if (optionalScopes) checkScopes(optionalScopes)
  renameIn(nameVariable, () =>
    readIntegration({
      clientId: clientId.value,
      clientSecret: clientSecret.reveal(),
      redirectUri: redirectUri.value,
      scopes: scopes.value,
      baseUrl: baseUrl.value,
      optionalScopes: optionalScopes?.value,
      issuers: splitIssuers(issuers),
    }),
  )
}

/** A list of addresses separated by spaces, compared letter by letter with that of an ID token. */
export function splitIssuers(issuers: Setting | undefined): string[] | undefined {
  return issuers?.value.split(/\s+/)
}

/** Apart from the others, as the error for a text that is no scope names no option. */
function checkScopes(setting: Setting): void {
  renameIn(
    (detail) => `${describeSetting(setting)}: ${detail}`,
    () => readScopes(setting.value),
  )
}

function readParts(url: Setting): AuthorizationUrlParts {
  const nameVariable = (detail: string) => detail.replace('authorizationUrl', describeSetting(url))
  return renameIn(nameVariable, () => readAuthorizationUrl(url.value))
}

function agree(own: Setting | undefined, told: Setting | undefined): Setting | undefined {
  if (own && told && own.value !== told.value) {
    throw invalidSetting(own, `contradicts ${describeSetting(told)}; remove one of the two`)
  }
  return own ?? told
}

/** A slash at its end means nothing to a base, and much to a redirect URI. */
function findOwn(layers: readonly Layer[], key: 'clientId' | 'redirectUri' | 'baseUrl'): Setting | undefined {
  const own = findSetting(layers, VARIABLES[key])
  return own && key === 'baseUrl' ? { ...own, value: own.value.replace(/\/$/, '') } : own
}

/** An app may ask for fewer scopes than are ticked. Unless it says which, those that it may ask for later are left out. */
function chooseScopes(
  own: Setting | undefined,
  ticked: Setting<string[]> | undefined,
  optional: Setting | undefined,
): Setting | undefined {
  if (!ticked) return own
  if (own) return requireTicked(own, ticked)
  const later = optional?.value.split(/\s+/) ?? []
  const first = ticked.value.filter((scope) => !later.includes(scope))
  if (optional && first.length === 0)
    throw invalidSetting(optional, `leaves no scope of ${describeSetting(ticked)} to begin with`)
  return { ...ticked, value: first.join(' ') }
}

/** Webex refuses a scope that is not ticked. */
function requireTicked(own: Setting, ticked: Setting<string[]>): Setting {
  const extra = own.value.split(/\s+/).filter((scope) => !ticked.value.includes(scope))
  if (extra.length === 0) return own
  throw invalidSetting(own, `asks for scopes that ${describeSetting(ticked)} does not hold: ${listScopes(extra)}`)
}

/** @throws WX-SCOPE-UNKNOWN for text that is no scope, before it is repeated. */
function listScopes(scopes: readonly string[]): string {
  return readScopes(scopes.join(' ')).slice(0, 5).join(', ')
}

function renameIn<T>(nameVariable: (detail: string) => string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!isGrantkeeperError(error) || !error.detail) throw error
    throw new GrantkeeperError(error.code, { detail: nameVariable(error.detail) })
  }
}
