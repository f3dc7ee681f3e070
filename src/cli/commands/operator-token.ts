import { findAuditLog } from '../../config/audit-log.ts'
import {
  findOperatorFile,
  findOperatorToken,
  makeOperatorToken,
  readOperatorDigest,
} from '../../config/operator-token.ts'
import { describeSetting } from '../../config/settings.ts'
import { nodeEnvironment } from '../../index.ts'
import { readArguments } from '../arguments.ts'
import { openAudit } from '../audit-log.ts'
import type { Command } from '../command.ts'
import { CommandFailure } from '../failure.ts'
import { readLayers } from '../settings-list.ts'

const options = { new: { type: 'boolean' }, settings: { type: 'string' }, json: { type: 'boolean' } } as const

/** `grantkeeper operator-token [--new]`: makes the token that opens the operator's pages, and shows it this once. */
export const runOperatorToken: Command = async (argv, output) => {
  const { values } = readArguments(argv, options)
  const cwd = process.cwd()
  const { layers } = readLayers(values.settings)
  const set = findOperatorToken(layers, cwd)
  if (set) throw alreadySet(describeSetting(set))
  const file = findOperatorFile(cwd)
  if (!values.new && readOperatorDigest(file) !== undefined) throw alreadyMade(file)
  const environment = nodeEnvironment()
  const token = makeOperatorToken(file, environment.randomBytes)
  openAudit({ config: { auditLog: findAuditLog(layers, cwd) }, environment, output }).note({
    what: 'operator.new-token',
    who: 'command-line',
  })
  output.print(values.json ? JSON.stringify({ token, file }) : token)
  output.note(`It is shown this once; ${file} keeps its SHA-256 only. A server that runs takes it at its next start.`)
  return 0
}

function alreadySet(setting: string): CommandFailure {
  const title = `${setting} is set, and wins over a token that is made here.`
  return new CommandFailure({ code: 'WX-CONFIG-INVALID', title, fix: 'Change it there, or remove it.', exitCode: 2 })
}

function alreadyMade(file: string): CommandFailure {
  const title = `There is a token already; ${file} keeps its SHA-256 only, so it cannot be shown again.`
  const fix = 'Pass --new to make another in its place.'
  return new CommandFailure({ code: 'WX-USAGE', title, fix, exitCode: 2 })
}
