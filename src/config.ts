/** Options from the environment, `.env` and flags, each with its origin. The only reader of `process.env`. */
import { join } from 'node:path'
import { findAuditLog } from './config/audit-log.ts'
import { type Database, readDatabase } from './config/database.ts'
import { keepDevelopmentKey } from './config/development-key.ts'
import { hintRenames } from './config/foreign-names.ts'
import {
  checkIntegration,
  type FoundIntegration,
  findIntegration,
  type IntegrationSettings,
  isComplete,
  listMissing,
  splitIssuers,
} from './config/integration-settings.ts'
import { findOperatorFile, findOperatorToken } from './config/operator-token.ts'
import { readSettingFiles } from './config/setting-files.ts'
import {
  findSecret,
  findSetting,
  type HiddenSetting,
  type Layer,
  type Setting,
  type Variables,
} from './config/settings.ts'
import { type Environment, nodeEnvironment } from './environment.ts'
import { GrantkeeperError } from './errors/index.ts'
import type { GrantkeeperOptions } from './front-door.ts'

export type { Database } from './config/database.ts'
export type { HiddenSetting, Origin, Setting, Variables } from './config/settings.ts'

export interface ConfigSources {
  /** Default: the environment of this process. */
  env?: Variables
  /** The one file to read; it must be there. Default: those of the project in `cwd` and of the person, if there are any. */
  envFile?: string
  flags?: { port?: number; host?: string }
  /** Where relative paths begin. Default: the working directory. */
  cwd?: string
}

/** Everything that was set, complete and checked, each value with its origin. Printing it shows no secret. */
export interface Config extends IntegrationSettings {
  readonly database: Database
  /** Where tokens are revoked, if not at the address that goes with the API's. */
  readonly revokeUrl: Setting | undefined
  /** Keys separated by commas; undefined: the development key in `keyFile`. */
  readonly keys: HiddenSetting | undefined
  readonly keyFile: string
  /** Where to listen. The redirect URI gives the port unless a flag does; the host is loopback by default. */
  readonly port: Setting<number>
  readonly host: Setting
  /** Opens the operator's pages from other computers. */
  readonly operatorToken: HiddenSetting | undefined
  /** Holds the digest of the operator's token that was made here, where none is set. */
  readonly operatorFile: string
  /** A file that the audit is appended to, or `-` for stderr. Undefined: there is none. */
  readonly auditLog: Setting | undefined
  /** What the operator should know, in whole sentences. */
  readonly notes: readonly string[]
}

/**
 * Reads the settings; flags win over the environment, the environment over `.env.local`, `.env`, `grantkeeper.config.json`
 * and what the person has set for all projects, in this order. Makes and opens nothing.
 * @throws WX-CONFIG-MISSING (naming every missing variable), WX-CONFIG-INVALID, WX-CONFIG-INSECURE, WX-SCOPE-UNKNOWN, WX-KEY-MISSING
 */
export function readConfig({ env = process.env, envFile, flags, cwd = process.cwd() }: ConfigSources = {}): Config {
  const files = readSettingFiles({ cwd, named: envFile, env })
  const layers: Layer[] = [{ origin: 'env', variables: env }, ...files.layers]
  const found = findIntegration(layers, cwd)
  const keys = findSecret(layers, 'GRANTKEEPER_KEY', cwd)
  const settings = requireAll(found, layers, { keyMissing: !keys && isProduction(layers) })
  checkIntegration(settings)
  return {
    ...settings,
    database: readDatabase(findSetting(layers, 'DATABASE_URL'), cwd),
    revokeUrl: findSetting(layers, 'WEBEX_REVOKE_URL'),
    keys,
    keyFile: join(cwd, '.grantkeeper', 'key'),
    port: choosePort(settings.redirectUri, flags?.port),
    host: { name: '--host', value: flags?.host ?? '127.0.0.1', origin: flags?.host ? 'flag' : 'default' },
    operatorToken: findOperatorToken(layers, cwd),
    operatorFile: findOperatorFile(cwd),
    auditLog: findAuditLog(layers, cwd),
    notes: [...files.notes, ...noteListenAddress(settings.redirectUri), ...noteDevelopmentKey(keys)],
  }
}

/** Opens the store that a configuration names and, where no key is set, keeps a development key. @throws WX-STORE-* */
export function openOptions(
  config: Config,
  { randomBytes }: Pick<Environment, 'randomBytes'> = nodeEnvironment(),
): GrantkeeperOptions {
  const keys = config.keys?.reveal().split(',') ?? [keepDevelopmentKey(config.keyFile, randomBytes)]
  return {
    clientId: config.clientId.value,
    clientSecret: config.clientSecret.reveal(),
    redirectUri: config.redirectUri.value,
    scopes: config.scopes.value,
    baseUrl: config.baseUrl.value,
    revokeUrl: config.revokeUrl?.value,
    optionalScopes: config.optionalScopes?.value,
    issuers: splitIssuers(config.issuers),
    keys: keys.map((key) => key.trim()),
    store: config.database.open(),
  }
}

/**
 * The options of {@link createGrantkeeper} from `WEBEX_*`, `GRANTKEEPER_KEY` and `DATABASE_URL`: in the environment,
 * `.env.local`, `.env`, `grantkeeper.config.json`, or the person's own file (`$XDG_CONFIG_HOME/grantkeeper/settings`); the first
 * that has a setting wins. Opens a SQLite file, `./.grantkeeper/grants.db` by default; PostgreSQL on its first use.
 * @throws WX-CONFIG-MISSING, WX-CONFIG-INVALID, WX-CONFIG-INSECURE, WX-SCOPE-UNKNOWN, WX-KEY-MISSING, WX-STORE-*
 * @example
 * const keeper = createGrantkeeper({ ...optionsFromEnv(), ownerOf: (request) => currentUser(request)?.id })
 */
export function optionsFromEnv(env: Variables = process.env): GrantkeeperOptions {
  return openOptions(readConfig({ env }))
}

/**
 * Where the emulator is that commands speak to: `GRANTKEEPER_EMULATOR_URL` of the environment or of `.env`, else the API
 * base that is set, where it is on this computer. Default `http://127.0.0.1:10061`.
 * @throws WX-CONFIG-INVALID when `.env` cannot be read
 */
export function readEmulatorUrl(env: Variables = process.env, cwd: string = process.cwd()): string {
  const layers: Layer[] = [{ origin: 'env', variables: env }, ...readSettingFiles({ cwd, env }).layers]
  const base = findSetting(layers, 'WEBEX_BASE_URL')?.value ?? ''
  const own = /^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(?=\/|$)/.exec(base)?.[0]
  return findSetting(layers, 'GRANTKEEPER_EMULATOR_URL')?.value ?? own ?? 'http://127.0.0.1:10061'
}

/** The environment of this process with some variables more, for a command that is run in it. */
export function extendEnvironment(variables: Record<string, string>, env: Variables = process.env): Variables {
  return { ...env, ...variables }
}

/** Whether `NODE_ENV` of this process is `production`. */
export function runsInProduction(env: Variables = process.env): boolean {
  return isProduction([{ origin: 'env', variables: env }])
}

function isProduction(layers: readonly Layer[]): boolean {
  return findSetting(layers, 'NODE_ENV')?.value === 'production'
}

function requireAll(
  found: FoundIntegration,
  layers: readonly Layer[],
  { keyMissing }: { keyMissing: boolean },
): IntegrationSettings {
  if (!isComplete(found)) {
    const missing = [...listMissing(found), ...(keyMissing ? ['GRANTKEEPER_KEY'] : [])]
    const places = layers.map(({ file }) => file ?? 'the environment').join(' and ')
    const detail = [`Missing: ${missing.join(', ')}. Looked in ${places}.`, ...hintRenames(layers, missing)].join(' ')
    throw new GrantkeeperError('WX-CONFIG-MISSING', { detail })
  }
  if (keyMissing) throw new GrantkeeperError('WX-KEY-MISSING', { detail: 'NODE_ENV is production.' })
  return found
}

function choosePort(redirectUri: Setting, flag: number | undefined): Setting<number> {
  if (flag !== undefined) return { name: '--port', value: flag, origin: 'flag' }
  const { port, protocol } = new URL(redirectUri.value)
  return { ...redirectUri, value: Number(port) || (protocol === 'https:' ? 443 : 80) }
}

function noteListenAddress({ value }: Setting): string[] {
  const url = new URL(value)
  if (url.hostname !== '0.0.0.0') return []
  url.hostname = 'localhost'
  return [`The redirect URI's host 0.0.0.0 is a listen address; browsers are sent to ${url.origin}.`]
}

function noteDevelopmentKey(keys: HiddenSetting | undefined): string[] {
  return keys ? [] : ['No GRANTKEEPER_KEY is set: a development key is kept in .grantkeeper/key.']
}
