import { catalogue, type ErrorCode } from '../../index.ts'
import { readArguments, UsageError, unknownWord } from '../arguments.ts'
import type { Command } from '../command.ts'
import { readCallbackAddress } from '../explain/callback.ts'
import { readErrorBody } from '../explain/error-body.ts'
import { isCode, type Subject } from '../explain/subject.ts'
import type { Output } from '../output.ts'

/** `grantkeeper explain <code | callback URL | error body | ->` */
export const runExplain: Command = async (argv, output, input) => {
  const { values, words } = readArguments(argv, { json: { type: 'boolean' } }, 1)
  const [asked] = words
  if (asked === undefined) throw new UsageError('Which code? For example: grantkeeper explain WX-STATE-USED')
  const subject = readSubject((asked === '-' ? await input.readAll() : asked).trim())
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

function readSubject(text: string): Subject {
  if (text.startsWith('{')) return readErrorBody(text)
  const address = readAddress(text)
  if (address) return readCallbackAddress(address)
  const code = text.toUpperCase()
  if (isCode(code)) return { kind: 'code', codes: [code], seen: [] }
  if (/^[A-Za-z-]{1,40}$/.test(text)) throw unknownWord('code', text, Object.keys(catalogue))
  // Not repeated: it may be the code of a sign-in.
  throw new UsageError('This is none of an error code, a callback address and the JSON of an error.')
}

/** An address, also where its beginning was not copied. */
function readAddress(text: string): URL | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return URL.canParse(text) ? new URL(text) : undefined
  const [, before = '', query] = /^([^?]*\?)?(\S*\b(?:code|state|error)=\S*)$/.exec(text) ?? []
  if (query === undefined) return undefined
  const path = before.replace(/^[^/]*/, '').replace(/\?$/, '')
  return new URL(`http://localhost${path}?${query}`)
}

function describeSubject({ kind, codes, seen }: Subject) {
  const entries = codes.map((code) => ({ code, ...catalogue[code], docs: docsOf(code) }))
  return kind === 'code' ? entries[0] : { kind, seen: Object.fromEntries(seen), entries }
}

function tellSubject({ kind, codes, seen }: Subject, output: Output): void {
  for (const [name, words] of seen) output.print(`${name.padEnd(13)}${words}`)
  if (seen.length > 0) output.print('')
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
