import { existsSync, realpathSync, renameSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Config, readConfig } from '../../config.ts'
import { type Environment, nodeEnvironment } from '../../index.ts'
import { type Contents, copyDatabase } from '../../stores/sqlite/backup.ts'
import { readArguments, UsageError } from '../arguments.ts'
import { openAudit } from '../audit-log.ts'
import { describeContents, explainFile, requireSqliteFile } from '../backup/sqlite-file.ts'
import type { Command } from '../command.ts'
import { CommandFailure } from '../failure.ts'
import { hearInterrupt } from '../interrupt.ts'
import { hasDatabase } from '../open-keeper.ts'
import { cleanText, type Output } from '../output.ts'

const options = { force: { type: 'boolean' }, settings: { type: 'string' }, json: { type: 'boolean' } } as const

/** A copy that is done sooner needs no news of it. */
const TELL_EVERY_MS = 1000

/** `grantkeeper backup FILE`: copies the SQLite database while it is in use. */
export const runBackup: Command = async (argv, output) => {
  const { values, words } = readArguments(argv, options, 1)
  const [named] = words
  if (named === undefined) throw new UsageError('Into which file? For example: grantkeeper backup monday.db')
  const config = readConfig({ envFile: values.settings })
  const database = findDatabase(config)
  const file = resolve(named)
  refuseTaken(file, database, values.force)
  const environment = nodeEnvironment()
  const contents = await copyInto(file, database, environment, output)
  openAudit({ config, environment, output }).note({ what: 'operator.backup', who: 'command-line' })
  const { size: bytes } = statSync(file)
  if (values.json) output.print(JSON.stringify({ file, bytes, ...contents }))
  else output.print(`${output.paint('green', '✔')} ${file}  ${describeContents(contents)}, ${describeSize(bytes)}`)
  return 0
}

function findDatabase(config: Config): string {
  const database = requireSqliteFile(config)
  if (hasDatabase(config)) return database
  const title = `There is no database yet: ${database}.`
  const fix = 'See where it is looked for: grantkeeper config list --show-origin'
  throw new CommandFailure({ code: 'WX-STORE-UNAVAILABLE', title, fix, exitCode: 1 })
}

function refuseTaken(file: string, database: string, force: boolean | undefined): void {
  if (!existsSync(file)) return
  if (realpathSync(file) === realpathSync(database)) throw new UsageError('That file is the database itself.')
  if (force) return
  const title = `There is a file ${cleanText(file)} already.`
  throw new CommandFailure({ code: 'WX-USAGE', title, fix: 'Name another, or pass --force.', exitCode: 2 })
}

/** Written aside and renamed, so that whatever bears the name is whole. */
async function copyInto(file: string, database: string, environment: Environment, output: Output): Promise<Contents> {
  const aside = `${file}.${Buffer.from(environment.randomBytes(6)).toString('hex')}.part`
  const stop = hearInterrupt(['SIGINT', 'SIGTERM', 'SIGHUP'])
  try {
    const onProgress = tellProgress(environment, output)
    const contents = await copyDatabase(database, aside, { signal: stop.signal, onProgress })
    renameSync(aside, file)
    return contents
  } catch (error) {
    throw explainFile(file, error)
  } finally {
    stop.forget()
  }
}

function tellProgress({ monotonic }: Environment, output: Output): (part: number) => void {
  let toldAt = monotonic()
  return (part) => {
    if (monotonic() - toldAt < TELL_EVERY_MS) return
    toldAt = monotonic()
    output.note(`  ${Math.floor(part * 100)} % copied …`)
  }
}

function describeSize(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
