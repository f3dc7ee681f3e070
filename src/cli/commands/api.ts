import { isGrantkeeperError } from '../../index.ts'
import { type Call, readCall } from '../api/call.ts'
import { readArguments, UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { explainForbidden } from '../missing-scopes.ts'
import type { Answer } from '../open-keeper.ts'
import { cleanText, type Output, writeJson } from '../output.ts'
import { type Webex, withOwnWebex } from '../own-webex.ts'

const options = {
  field: { type: 'string', short: 'f', multiple: true },
  input: { type: 'string' },
  paginate: { type: 'boolean' },
  include: { type: 'boolean', short: 'i' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** `grantkeeper api [METHOD] PATH`: any call of the REST API, as whoever connected the command line. */
export const runApi: Command = async (argv, output, input) => {
  const { values, words } = readArguments(argv, options, 2)
  const { settings, paginate, include, json } = values
  const call = await readCall({ words, fields: values.field ?? [], inputFile: values.input }, input)
  if (paginate && (call.method !== 'GET' || include))
    throw new UsageError('--paginate goes with GET, without --include.')
  let last: Answer | undefined
  const onAnswer = (_: string, answer: Answer) => {
    last = answer
  }
  return withOwnWebex({ settings, output, onAnswer }, async (webex, { signal, keeper }) => {
    last = undefined
    try {
      if (paginate) return await printItems(webex, call, signal, output)
      const value = await webex.request({ ...call, signal })
      if (include && last) printHead(last, output)
      if (value !== undefined) output.print(writeJson(value, json ? undefined : 2))
      return 0
    } catch (error) {
      if (isGrantkeeperError(error) && last && !paginate) printRefusal(last, include, json, output)
      throw await explainForbidden(error, { ...call, watches: readWatched(call) }, keeper)
    }
  })
}

/** What a webhook that is to be made watches: its scope depends on it. */
function readWatched({ body }: Call): { resource: string } | undefined {
  const { resource } = (body ?? {}) as { resource?: unknown }
  return typeof resource === 'string' ? { resource } : undefined
}

/** One item a line, as they come, so that whoever reads may stop at any. */
async function printItems(webex: Webex, { path, query }: Call, signal: AbortSignal, output: Output): Promise<number> {
  for await (const item of webex.list(path, query, { signal })) output.print(writeJson(item))
  return 0
}

function printHead({ status, headers }: Answer, output: Output): void {
  output.print(`HTTP ${status}`)
  for (const [name, value] of Object.entries(headers)) output.print(`${name}: ${cleanText(String(value))}`)
  output.print('')
}

/** What Webex itself said is data too; anything but JSON, such as a proxy's page, is left out. */
function printRefusal(answer: Answer, include: boolean | undefined, json: boolean | undefined, output: Output): void {
  if (answer.status < 400) return
  if (include) printHead(answer, output)
  try {
    output.print(writeJson(JSON.parse(answer.body), json ? undefined : 2))
  } catch {
    // The error on stderr says enough.
  }
}
