import { catalogue, type ErrorCode } from '../../index.ts'
import { readArguments, UsageError, unknownWord } from '../arguments.ts'
import type { Command } from '../command.ts'
import type { Output } from '../output.ts'

/** `grantkeeper explain <code>` */
export const runExplain: Command = async (argv, output) => {
  const { values, words } = readArguments(argv, { json: { type: 'boolean' } }, 1)
  if (words[0] === undefined) throw new UsageError('Which code? For example: grantkeeper explain WX-STATE-USED')
  const code = readCode(words[0])
  if (values.json) output.print(JSON.stringify({ code, ...catalogue[code], docs: docsOf(code) }))
  else printEntry(code, output)
  return 0
}

function readCode(typed: string): ErrorCode {
  const code = typed.toUpperCase()
  if (Object.hasOwn(catalogue, code)) return code as ErrorCode
  throw unknownWord('code', typed, Object.keys(catalogue))
}

function printEntry(code: ErrorCode, output: Output): void {
  const { title, cause, fix, status } = catalogue[code]
  output.print(`${output.paint('bold', code)}  ${title}.`)
  output.print(`  What happened  ${cause}`)
  output.print(`  What to do     ${fix}`)
  output.print(`  More           ${docsOf(code)} (status of its page: ${status})`)
}

function docsOf(code: ErrorCode): string {
  return `docs/errors.md#${code.toLowerCase()}`
}
