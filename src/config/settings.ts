import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { GrantkeeperError } from '../errors/index.ts'

export type Variables = Readonly<Record<string, string | undefined>>

/** Where a value comes from; `.env` stands for whichever file was read in its place. */
export type Origin = 'flag' | 'env' | '.env' | 'default'

/** A value, the name it was set by and where that was. */
export interface Setting<T = string> {
  readonly name: string
  readonly value: T
  readonly origin: Origin
  /** The file, for those from `.env`. */
  readonly file?: string
}

/** A setting whose value no print of it shows. */
export interface HiddenSetting extends Omit<Setting, 'value'> {
  reveal(): string
}

/** One place that variables are looked for in; the first place that has a variable wins. */
export interface Layer {
  readonly origin: Origin
  readonly file?: string
  readonly variables: Variables
}

/** The variable of that name. An empty one counts as absent, so that it can switch nothing off. */
export function findSetting(layers: readonly Layer[], name: string): Setting | undefined {
  for (const { variables, origin, file } of layers) {
    const value = variables[name]?.trim()
    if (value) return { name, value, origin, file }
  }
  return undefined
}

/**
 * A secret, given by itself or as the name of a file (`NAME_FILE`, relative to `cwd`).
 * @throws WX-CONFIG-INVALID when one place gives both, or the file cannot be read.
 */
export function findSecret(layers: readonly Layer[], name: string, cwd: string): HiddenSetting | undefined {
  for (const layer of layers) {
    const inline = findSetting([layer], name)
    const file = findSetting([layer], `${name}_FILE`)
    if (inline && file) throw invalidSetting(inline, `is set, and ${file.name} too; keep one`)
    if (inline) return hideValue(inline)
    if (file) return hideValue({ ...file, value: readSecretFile(file, cwd) })
  }
  return undefined
}

/** The name of a setting and its origin, for people: `WEBEX_CLIENT_ID (environment)`. */
export function describeSetting({ name, origin, file }: Omit<Setting<unknown>, 'value'>): string {
  return `${name} (${file ?? (origin === 'env' ? 'environment' : origin)})`
}

/** The error for a setting that is present but unusable. It never repeats the value. */
export function invalidSetting(setting: Omit<Setting<unknown>, 'value'>, problem: string): GrantkeeperError {
  return new GrantkeeperError('WX-CONFIG-INVALID', { detail: `${describeSetting(setting)} ${problem}.` })
}

/** The code of a failed file operation, such as ENOENT. */
export function fileErrorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'no reason given'
}

function hideValue({ value, ...rest }: Setting): HiddenSetting {
  return { ...rest, reveal: () => value }
}

function readSecretFile(setting: Setting, cwd: string): string {
  const text = readText(setting, resolve(cwd, setting.value)).trim()
  if (!text) throw invalidSetting(setting, 'names an empty file')
  return text
}

function readText(setting: Setting, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw invalidSetting(setting, `names a file that cannot be read (${fileErrorCode(error)})`)
  }
}
