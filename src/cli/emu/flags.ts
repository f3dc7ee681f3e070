import { readArguments, UsageError } from '../arguments.ts'
import { cleanText } from '../output.ts'

/** The part of an operation's JSON schema that flags are made from. */
export interface InputShape {
  required?: readonly string[]
  properties?: Readonly<Record<string, { type?: string; enum?: readonly unknown[]; description?: string }>>
}

/**
 * Reads the input of an operation from flags: `--client-id C…` is `clientId`, a list is a flag given several times, an
 * object is JSON.
 * @throws UsageError
 */
export function readInput(argv: readonly string[], { required = [], properties = {} }: InputShape) {
  const names = Object.keys(properties)
  const options = Object.fromEntries(
    names.map((name) => {
      const { type } = properties[name] ?? {}
      const multiple = type === 'array'
      return [flagOf(name), { type: type === 'boolean' ? ('boolean' as const) : ('string' as const), multiple }]
    }),
  )
  const { values } = readArguments(argv, options)
  const input: Record<string, unknown> = {}
  for (const name of names) {
    const given = values[flagOf(name)]
    if (given !== undefined) input[name] = readValue(flagOf(name), given, properties[name]?.type)
  }
  const missing = required.filter((name) => input[name] === undefined).map((name) => `--${flagOf(name)}`)
  if (missing.length > 0) throw new UsageError(`Missing: ${missing.join(', ')}.`)
  return input
}

/** `--name NAME [--max N]`, as help shows it. */
export function describeInput({ required = [], properties = {} }: InputShape): string {
  return Object.entries(properties)
    .map(([name, { type, enum: values }]) => {
      const value = type === 'boolean' ? '' : ` ${values ? values.join('|') : placeholderOf(name, type)}`
      const flag = `--${flagOf(name)}${value}`
      return required.includes(name) ? flag : `[${flag}]`
    })
    .join(' ')
}

export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function placeholderOf(name: string, type: string | undefined): string {
  if (type === 'integer' || type === 'number') return 'N'
  if (type === 'array') return `${name.replace(/s$/, '').toUpperCase()}…`
  return type === 'object' ? 'JSON' : name.toUpperCase()
}

function readValue(flag: string, given: unknown, type: string | undefined): unknown {
  if (type === 'boolean' || type === 'array') return given
  const text = String(given)
  if (type === 'string') return text
  if (type === 'integer' || type === 'number') return readNumber(flag, text)
  if (type === 'object') return readJson(flag, text)
  // Without a type the values decide: a number, a flag or a word.
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function readNumber(flag: string, text: string): number {
  if (/^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text)
  throw new UsageError(`--${flag} takes a number, not "${cleanText(text)}".`)
}

function readJson(flag: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`--${flag} takes JSON, not "${cleanText(text)}".`)
  }
}
