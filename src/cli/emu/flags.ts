import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { readArguments, UsageError } from '../arguments.ts'
import { cleanText } from '../output.ts'

/** The part of an operation's JSON schema that flags are made from. */
export interface InputShape {
  required?: readonly string[]
  properties?: Readonly<
    Record<string, { type?: string | readonly string[]; enum?: readonly unknown[]; description?: string }>
  >
}

type ValueType = string | readonly string[] | undefined
type Option = { type: 'string' | 'boolean'; multiple: boolean }

/**
 * Reads the input of an operation from flags: `--client-id C…` is `clientId`, a list is a flag given several times, an
 * object is JSON or `@` and a file of JSON or YAML, and `--no-broken` is `broken: false`.
 * @throws UsageError
 */
export function readInput(argv: readonly string[], { required = [], properties = {} }: InputShape) {
  const names = Object.keys(properties)
  const { values } = readArguments(
    argv,
    Object.fromEntries(names.flatMap((name) => listOptions(name, properties[name]))),
  )
  const input: Record<string, unknown> = {}
  for (const name of names) {
    const given = values[`no-${flagOf(name)}`] ? false : values[flagOf(name)]
    if (given !== undefined) input[name] = readValue(flagOf(name), given, properties[name]?.type)
  }
  const missing = required.filter((name) => input[name] === undefined).map((name) => `--${flagOf(name)}`)
  if (missing.length > 0) throw new UsageError(`Missing: ${missing.join(', ')}.`)
  return input
}

function listOptions(name: string, { type }: { type?: ValueType } = {}): [string, Option][] {
  const flag = flagOf(name)
  if (type !== 'boolean') return [[flag, { type: 'string', multiple: type === 'array' }]]
  return [flag, `no-${flag}`].map((one) => [one, { type: 'boolean', multiple: false }])
}

/** `--name NAME [--max N] [--[no-]broken]`, as help shows it. */
export function describeInput({ required = [], properties = {} }: InputShape): string {
  return Object.entries(properties)
    .map(([name, { type, enum: values }]) => {
      const value = type === 'boolean' ? '' : ` ${values ? values.join('|') : placeholderOf(name, type)}`
      const flag = `--${type === 'boolean' ? '[no-]' : ''}${flagOf(name)}${value}`
      return required.includes(name) ? flag : `[${flag}]`
    })
    .join(' ')
}

export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function placeholderOf(name: string, type: ValueType): string {
  if (type === 'integer' || type === 'number') return 'N'
  if (type === 'array') return `${name.replace(/s$/, '').toUpperCase()}…`
  return type === 'object' ? 'JSON' : name.toUpperCase()
}

function readValue(flag: string, given: unknown, type: ValueType): unknown {
  if (type === 'boolean' || type === 'array') return given
  const text = String(given)
  if (type === 'string') return text
  if (type === 'integer' || type === 'number') return readNumber(flag, text)
  if (type === 'object') return readObject(flag, text)
  return readLoosely(text)
}

/** Where there is no one type the value decides: what is JSON is read as such, anything else is a word. */
function readLoosely(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function readNumber(flag: string, text: string): number {
  if (/^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text)
  throw new UsageError(`--${flag} takes a number, not "${cleanText(text)}".`)
}

function readObject(flag: string, text: string): unknown {
  if (text.startsWith('@')) return readInputFile(text.slice(1), `--${flag}`)
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`--${flag} takes JSON, or @ and a file of JSON or YAML, not "${cleanText(text)}".`)
  }
}

/** What a file of JSON or YAML says, `-` for stdin. @throws UsageError that names the option */
export function readInputFile(file: string, option: string): unknown {
  let text: string
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch {
    throw new UsageError(`${option}: ${cleanText(file)} cannot be read.`)
  }
  try {
    return parse(text, { logLevel: 'error' })
  } catch {
    throw new UsageError(`${option}: ${cleanText(file)} is no JSON and no YAML.`)
  }
}
