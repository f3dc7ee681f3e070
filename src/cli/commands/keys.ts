import { openOptions, readConfig } from '../../config.ts'
import {
  type Audit,
  catalogue,
  createGrantkeeper,
  type Environment,
  type Grantkeeper,
  type KeyReport,
  nodeEnvironment,
  type Resealed,
} from '../../index.ts'
import { readArguments, UsageError, unknownWord } from '../arguments.ts'
import { openAudit } from '../audit-log.ts'
import type { Command } from '../command.ts'
import type { Output } from '../output.ts'

const options = { settings: { type: 'string' }, json: { type: 'boolean' } } as const

/** A run that is over sooner needs no news of it. */
const TELL_EVERY_MS = 1000
/** A check found problems: some rows stay locked. */
const PROBLEMS = 3
/** Where rows are counted whose key cannot be told. */
const NO_ID = '?'

const verbs: Readonly<Record<string, Command>> = {
  list: listKeys,
  'rotate-encryption': rotateEncryption,
  generate: generateKey,
}

/** `grantkeeper keys list | rotate-encryption | generate` */
export const runKeys: Command = async ([verb, ...argv], output, input) => {
  const choices = Object.keys(verbs).join(', ')
  if (verb === undefined || verb.startsWith('-')) throw new UsageError(`What about the keys? One of: ${choices}.`)
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!run) throw unknownWord('verb', verb, Object.keys(verbs))
  return run(argv, output, input)
}

async function listKeys(argv: readonly string[], output: Output): Promise<number> {
  const { values } = readArguments(argv, options)
  const report = await withKeeper(values.settings, nodeEnvironment(), output, ({ keeper }) => keeper.keys.inspect())
  const unknown = Object.keys(report.rows).filter((id) => !report.known.includes(id))
  const missing = unknown.filter((id) => id !== NO_ID)
  if (values.json) output.print(JSON.stringify({ ...report, missing }))
  else tellKeys(report, missing, output)
  return unknown.length > 0 ? PROBLEMS : 0
}

function tellKeys({ first, known, rows }: KeyReport, missing: readonly string[], output: Output): void {
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
  const json = values.json ?? false
  const environment = nodeEnvironment()
  const stop = stopOnSignal()
  const onProgress = json ? undefined : tellProgress(environment, output)
  const rotated = await withKeeper(values.settings, environment, output, ({ keeper, audit }) => {
    audit.note({ what: 'operator.rotate-keys', who: 'command-line' })
    return keeper.keys.rotate({ signal: stop.signal, onProgress })
  }).finally(stop.forget)
  const stopped = stop.signal.aborted
  if (json) output.print(JSON.stringify({ ...rotated, stopped }))
  else tellRotated(rotated, stopped, output)
  return Object.keys(rotated.locked).length > 0 || rotated.altered > 0 ? PROBLEMS : 0
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

async function withKeeper<Result>(
  envFile: string | undefined,
  environment: Environment,
  output: Output,
  work: (opened: { keeper: Grantkeeper; audit: Audit }) => Promise<Result>,
): Promise<Result> {
  const config = readConfig({ envFile })
  const keeper = createGrantkeeper({ ...openOptions(config, environment), environment })
  const audit = openAudit({ config, environment, output, keeper })
  try {
    return await work({ keeper, audit })
  } finally {
    await keeper.close()
  }
}

/** The first Ctrl-C lets the row under way be written; a second one ends the process in the system's way. */
function stopOnSignal(): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const forget = () => {
    for (const name of signals) process.off(name, stop)
  }
  const stop = () => {
    forget()
    controller.abort()
  }
  for (const name of signals) process.on(name, stop)
  return { signal: controller.signal, forget }
}

function sayFix(output: Output): void {
  output.say(`${output.paint('red', '✘', 'stderr')} ${catalogue['WX-GRANT-LOCKED'].title}.  WX-GRANT-LOCKED`)
  output.say(`  → ${catalogue['WX-GRANT-LOCKED'].fix}`)
}

function countRows(rows: number): string {
  return `${String(rows).padStart(7)} ${rows === 1 ? 'row ' : 'rows'}`
}
