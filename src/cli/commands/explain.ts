import { catalogue, type ErrorCode } from '../../index.ts'
import { readArguments, UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { describeAskedScopes } from '../explain/asked-scopes.ts'
import { readSubject } from '../explain/read-subject.ts'
import type { Subject } from '../explain/subject.ts'
import type { Output } from '../output.ts'

/** `grantkeeper explain <code | callback URL | error body | ->` */
export const runExplain: Command = async (argv, output, input) => {
  const { values, words } = readArguments(argv, { json: { type: 'boolean' } }, 1)
  const [asked] = words
  if (asked === undefined) throw new UsageError('Which code? For example: grantkeeper explain WX-STATE-USED')
  const read = readSubject(asked === '-' ? await input.readAll() : asked)
  const asksScopes = read.kind === 'callback' && read.codes.includes('WX-INVALID-SCOPE')
  const subject = asksScopes ? { ...read, seen: [...read.seen, ...describeAskedScopes()] } : read
  if (values.json) output.print(JSON.stringify(describeSubject(subject)))
  else tellSubject(subject, output)
  return 0
}

/** One entry of the catalogue, for people. */
function printEntry(code: ErrorCode, output: Output): void {
  const { title, cause, fix, status } = catalogue[code]
  output.print(`${output.paint('bold', code)}  ${title}.`)
  output.print(`  What happened  ${cause}`)
  output.print(`  What to do     ${fix}`)
  output.print(`  More           ${docsOf(code)} (status of its page: ${status})`)
}

function describeSubject({ kind, codes, seen }: Subject) {
  const entries = codes.map((code) => ({ code, ...catalogue[code], docs: docsOf(code) }))
  return kind === 'code' ? entries[0] : { kind, seen: Object.fromEntries(seen), entries }
}

function tellSubject({ kind, codes, seen }: Subject, output: Output): void {
  for (const [name, words] of seen) output.print(`${name.padEnd(13)}${words}`)
  if (seen.length > 0 && codes.length > 0) output.print('')
  if (kind === 'callback' && codes.length > 2) {
    output.print('Webex has answered this sign-in. When the app refuses the answer all the same, it is one of these:\n')
  }
  for (const [index, code] of codes.entries()) {
    if (index > 0) output.print('')
    printEntry(code, output)
  }
}

function docsOf(code: ErrorCode): string {
  return `docs/errors.md#${code.toLowerCase()}`
}
