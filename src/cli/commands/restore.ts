import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Config, readConfig } from '../../config.ts'
import { type Environment, nodeEnvironment } from '../../index.ts'
import { inspectDatabase, type Restored, restoreDatabase } from '../../stores/sqlite/backup.ts'
import { readArguments, UsageError } from '../arguments.ts'
import { openAudit } from '../audit-log.ts'
import { type Checked, checkBackup, refuseLocked } from '../backup/check.ts'
import { countConnections, describeContents, explainFile, requireSqliteFile } from '../backup/sqlite-file.ts'
import type { Command } from '../command.ts'
import { type Input, requireAnswerer } from '../input.ts'
import { hearInterrupt } from '../interrupt.ts'
import { cleanText, type Output } from '../output.ts'

const options = {
  yes: { type: 'boolean', short: 'y' },
  force: { type: 'boolean' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

interface Wanted {
  file: string
  database: string
  yes: boolean | undefined
  force: boolean | undefined
}

/** What a restore is made from: the copy that was checked, and what there is to be replaced. */
interface Work extends Wanted {
  config: Config
  environment: Environment
  signal: AbortSignal
}

/** `grantkeeper restore FILE`: puts a backup in place of what is there. */
export const runRestore: Command = async (argv, output, input) => {
  const { values, words } = readArguments(argv, options, 1)
  const [named] = words
  if (named === undefined) throw new UsageError('From which file? For example: grantkeeper restore monday.db')
  const { settings, yes, force } = values
  const config = readConfig({ envFile: settings })
  const wanted = { file: resolve(named), database: requireSqliteFile(config), yes, force }
  if (!existsSync(wanted.file)) throw new UsageError(`There is no file ${cleanText(wanted.file)}.`)
  if (wanted.file === wanted.database) throw new UsageError('That file is the database itself.')
  const environment = nodeEnvironment()
  const stop = hearInterrupt(['SIGINT', 'SIGTERM', 'SIGHUP'])
  try {
    const restored = await restoreFrom({ ...wanted, config, environment, signal: stop.signal }, output, input)
    if (!restored) return tellKept(output)
    if (values.json) output.print(JSON.stringify({ file: wanted.file, ...restored }))
    else tellRestored(wanted.file, restored, output)
    return 0
  } catch (error) {
    throw explainFile(wanted.database, error)
  } finally {
    stop.forget()
  }
}

type Outcome = Restored & Pick<Checked, 'missing'> & { safetyCopy: string | null }

/** Undefined when whoever was asked said no. */
async function restoreFrom(work: Work, output: Output, input: Input): Promise<Outcome | undefined> {
  const { database, config, environment, signal, force } = work
  mkdirSync(dirname(database), { recursive: true, mode: 0o700 })
  const folder = mkdtempSync(join(dirname(database), 'restore-'))
  try {
    const checked = await checkBackup(work, join(folder, 'backup.db'))
    if (!force) refuseLocked(checked)
    const isThere = existsSync(database)
    const replaced = isThere ? inspectDatabase(database).grants : 0
    if (!(await confirm(work, checked, replaced, input))) return undefined
    signal.throwIfAborted()
    const safetyCopy = isThere ? nameSafetyCopy(database, environment.now()) : null
    const how = { signal, ...(safetyCopy !== null && { safetyCopy }) }
    const restored = await restoreDatabase(database, checked.copy, how)
    openAudit({ config, environment, output }).note({ what: 'operator.restore', who: 'command-line' })
    return { safetyCopy, ...restored, missing: checked.missing }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function confirm(
  { file, database, yes }: Wanted,
  { contents, ours }: Checked,
  replaced: number,
  input: Input,
): Promise<boolean> {
  if (yes) return true
  requireAnswerer(input, 'a confirmation', 'pass --yes')
  const stranger = ours === 0 && contents.grants > 0 ? ' (none of them of this integration)' : ''
  const by = `the ${countConnections(contents.grants)} of ${cleanText(file)}${stranger}`
  const asked = `Replace the ${countConnections(replaced)} in ${database} by ${by}? Type yes to go on:`
  return (await input.ask(asked)).toLowerCase() === 'yes'
}

function nameSafetyCopy(database: string, now: number): string {
  return `${database}.before-restore-${new Date(now).toISOString().replace(/[:.]/g, '-')}`
}

function tellKept(output: Output): number {
  output.say('Kept: nothing was changed.')
  return 1
}

function tellRestored(file: string, { before, after, renewed, safetyCopy, missing }: Outcome, output: Output): void {
  const warn = (text: string) => output.say(`${output.paint('yellow', '!', 'stderr')} ${text}`)
  output.print(`${output.paint('green', '✔')} ${cleanText(file)} is restored: ${describeContents(after)}`)
  if (safetyCopy !== null) output.print(`  Before: ${describeContents(before)}, kept in ${safetyCopy}`)
  if (missing.length > 0) warn(`What ${missing.join(', ')} sealed stays locked until that key is in GRANTKEEPER_KEY.`)
  if (renewed === 0) return
  const had = `${countConnections(renewed)} had been renewed since`
  warn(`${had}: where Webex has changed the refresh token, people connect again.`)
  output.say('  To find them: grantkeeper status --check')
}
