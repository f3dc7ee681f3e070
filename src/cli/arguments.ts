import { type ParseArgsConfig, parseArgs } from 'node:util'
import { cleanText } from './output.ts'
import { suggestWord } from './suggest.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>['values']

/** The command line was not understood; its message is a sentence for whoever typed it. Exit code 2. */
export class UsageError extends Error {
  readonly code = 'WX-USAGE'
}

/** Options that every command takes; main reads them before the command is known. */
const everywhere = {
  help: { type: 'boolean', short: 'h' },
  debug: { type: 'boolean', short: 'd' },
  quiet: { type: 'boolean', short: 'q' },
  'no-input': { type: 'boolean' },
  'no-color': { type: 'boolean' },
} as const satisfies Options

/**
 * Reads the arguments of one command.
 * @throws UsageError for an unknown option (with the nearest known one), a missing or needless value, a surplus word.
 */
export function readArguments<O extends Options>(
  argv: readonly string[],
  options: O,
  words = 0,
): { values: Values<O>; words: string[] } {
  const known: Options = { ...options, ...everywhere }
  refuseUnknownOption(argv, known)
  const { values, positionals } = parseStrictly(argv, known)
  const surplus = positionals[words]
  if (surplus !== undefined) throw new UsageError(`Unexpected word "${cleanText(surplus)}".`)
  return { values: values as Values<O>, words: positionals }
}

/** Whether stacks are to be shown; asked before, and whether or not, the rest is understood. */
export function wantsDebug(argv: readonly string[]): boolean {
  return argv.includes('--debug') || argv.includes('-d')
}

/** Whether nothing is to be said that is only good to know. What stands behind `--` is somebody else's. */
export function wantsQuiet(argv: readonly string[]): boolean {
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  return own.includes('--quiet') || own.includes('-q')
}

/** @throws UsageError */
export function readPort(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new UsageError(`${option} takes a number from 0 to 65535, not "${cleanText(text)}".`)
}

/** `Unknown command "srve". Did you mean "serve"?` */
export function unknownWord(kind: string, typed: string, known: readonly string[]): UsageError {
  const meant = suggestWord(typed, known)
  return new UsageError(`Unknown ${kind} "${cleanText(typed)}".${meant ? ` Did you mean "${meant}"?` : ''}`)
}

/** Names the option only, never its value, which may be a secret. */
function refuseUnknownOption(argv: readonly string[], known: Options): void {
  const { tokens } = parseArgs({ args: [...argv], options: known, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind !== 'option' || Object.hasOwn(known, token.name)) continue
    if (/secret|token|key|password/i.test(token.name)) throw secretAsOption(token.rawName)
    throw unknownWord(
      'option',
      token.rawName,
      Object.keys(known).map((name) => `--${name}`),
    )
  }
}

function secretAsOption(option: string): UsageError {
  const why = 'every user of this computer can see the command line'
  return new UsageError(
    `Unknown option "${cleanText(option)}". Secrets are never options, because ${why}: set WEBEX_CLIENT_SECRET or WEBEX_CLIENT_SECRET_FILE.`,
  )
}

function parseStrictly(argv: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true })
  } catch (error) {
    const [, option] = /^Option '(?:-\w, )?(--[\w-]+)[^']*' argument is ambiguous/.exec((error as Error).message) ?? []
    if (option) throw new UsageError(`${option} takes a value; one that begins with "-" is written ${option}=-….`)
    // Node's first sentence names the option and what it lacks; the rest is advice about quoting.
    throw new UsageError(cleanText(`${(error as Error).message.split(/\.\s|\n/)[0]}.`.replace(/\.\.$/, '.')))
  }
}
