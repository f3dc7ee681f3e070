import { catalogue, type Environment, type KeyReport, nodeEnvironment, type Resealed } from '../../index.ts'
import { readArguments, UsageError, unknownWord } from '../arguments.ts'
import type { Command } from '../command.ts'
import { rotateSecret } from '../keys/rotate-secret.ts'
import { hasKey, withKeeper } from '../open-keeper.ts'
import type { Output } from '../output.ts'

const options = { settings: { type: 'string' }, json: { type: 'boolean' } } as const

/** A run that is over sooner needs no news of it. */
const TELL_EVERY_MS = 1000
/** A check found problems: some rows stay locked. */
const PROBLEMS = 3
/** Where rows are counted whose key cannot be told. */
const NO_ID = '?'
const NO_KEY: KeyReport = { first: '', known: [], rows: {} }

const verbs: Readonly<Record<string, Command>> = {
  list: listKeys,
  'rotate-encryption': rotateEncryption,
  'rotate-secret': rotateSecret,
  generate: generateKey,
}

/** `grantkeeper keys list | rotate-encryption | rotate-secret | generate` */
export const runKeys: Command = async (argv, output, input) => {
  const at = findVerb(argv)
  const verb = argv[at]
  if (verb === undefined) throw new UsageError(`What about the keys? One of: ${Object.keys(verbs).join(', ')}.`)
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!run) throw unknownWord('verb', verb, Object.keys(verbs))
  const others = argv.filter((_, index) => index !== at)
  return run(others, output, input)
}

/** Where the first word is that is neither an option nor an option's value; -1 where there is none. */
function findVerb(argv: readonly string[]): number {
  return argv.findIndex((word, index) => {
    return !word.startsWith('-') && !/^--(settings|client-secret-file)$/.test(argv[index - 1] ?? '')
  })
}

async function listKeys(argv: readonly string[], output: Output): Promise<number> {
  const { values } = readArguments(argv, options)
  const report = await withKeeper({ settings: values.settings, output }, async ({ keeper, config }) =>
    hasKey(config) ? keeper.keys.inspect() : NO_KEY,
  )
  const unknown = Object.keys(report.rows).filter((id) => !report.known.includes(id))
  const missing = unknown.filter((id) => id !== NO_ID)
  if (values.json) output.print(JSON.stringify({ ...report, missing }))
  else tellKeys(report, missing, output)
  return unknown.length > 0 ? PROBLEMS : 0
}

function tellKeys({ first, known, rows }: KeyReport, missing: readonly string[], output: Output): void {
  if (known.length === 0) output.print('No key yet: "serve" makes one for development, or set GRANTKEEPER_KEY.')
  const tell = (id: string, role: string) => output.print(`  ${id.padEnd(6)}${countRows(rows[id] ?? 0)}  ${role}`)
  for (const id of known) tell(id, id === first ? 'seals and opens' : describeSpare(rows[id] ?? 0))
  for (const id of missing) tell(id, output.paint('red', 'missing'))
  if (rows[NO_ID]) tell(NO_ID, output.paint('red', 'altered: no key can be told from them'))
  if (missing.length > 0) sayFix(output)
}

function describeSpare(rows: number): string {
  if (rows === 0) return 'opens; nothing needs it any more'
  return 'opens; "grantkeeper keys rotate-encryption" seals its rows with the first key'
}

async function rotateEncryption(argv: readonly string[], output: Output): Promise<number> {
  const { values } = readArguments(argv, options)
  const { settings, json = false } = values
  return withKeeper({ settings, output, endsItself: true }, async ({ keeper, audit, environment, signal }) => {
    audit.note({ what: 'operator.rotate-keys', who: 'command-line' })
    const onProgress = json ? undefined : tellProgress(environment, output)
    // Ctrl-C lets the row under way be written.
    const rotated = await keeper.keys.rotate({ signal, onProgress })
    if (json) output.print(JSON.stringify({ ...rotated, stopped: signal.aborted }))
    else tellRotated(rotated, signal.aborted, output)
    return Object.keys(rotated.locked).length > 0 || rotated.altered > 0 ? PROBLEMS : 0
  })
}

function tellRotated({ resealed, current, locked, altered }: Resealed, stopped: boolean, output: Output): void {
  const tell = (rows: number, what: string) => output.print(`  ${countRows(rows)}  ${what}`)
  tell(resealed, 'sealed again with the first key')
  tell(current, 'sealed with it already')
  for (const [id, rows] of Object.entries(locked)) {
    tell(rows, output.paint('red', `locked: the key ${id} is missing`))
  }
  if (altered > 0) tell(altered, output.paint('red', 'altered or moved: closed although the key is there'))
  if (Object.keys(locked).length > 0) sayFix(output)
  if (stopped) output.say('Stopped between two rows. Run it again to do the rest.')
}

function tellProgress({ monotonic }: Environment, output: Output): (soFar: Resealed) => void {
  let toldAt = monotonic()
  return ({ resealed, current }) => {
    if (monotonic() - toldAt < TELL_EVERY_MS) return
    toldAt = monotonic()
    output.say(`  ${resealed} sealed again, ${current} already were …`)
  }
}

async function generateKey(argv: readonly string[], output: Output): Promise<number> {
  readArguments(argv, {})
  output.print(Buffer.from(nodeEnvironment().randomBytes(32)).toString('base64'))
  return 0
}

function sayFix(output: Output): void {
  output.say(`${output.paint('red', '✘', 'stderr')} ${catalogue['WX-GRANT-LOCKED'].title}.  WX-GRANT-LOCKED`)
  output.say(`  → ${catalogue['WX-GRANT-LOCKED'].fix}`)
}

function countRows(rows: number): string {
  return `${String(rows).padStart(7)} ${rows === 1 ? 'row ' : 'rows'}`
}
