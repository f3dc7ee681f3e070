import { stringify } from 'yaml'
import { readEmulatorUrl } from '../../config.ts'
import { nodeEnvironment } from '../../index.ts'
import { UsageError, unknownWord } from '../arguments.ts'
import type { Command } from '../command.ts'
import { type ControlApi, createControlApi, type RemoteOperation, readControlUrl } from '../emu/control-api.ts'
import { describeInput, readInput, readInputFile } from '../emu/flags.ts'
import { cleanText, type Output } from '../output.ts'

interface Asked {
  /** What stands before the first option. */
  words: string[]
  /** The rest, for the operation. */
  flags: string[]
  url: string
  inputFile: string | undefined
  json: boolean
}

/** `grantkeeper emu <noun> <verb>`: the operations of a running emulator, whichever it has. */
export const runEmu: Command = async (argv, output) => {
  const asked = readAsked(argv)
  const environment = nodeEnvironment()
  try {
    const api = createControlApi(environment, asked.url)
    return asked.words.length < 2 ? await tellOperations(api, asked, output) : await runOne(api, asked, output)
  } finally {
    await environment.close()
  }
}

async function runOne(api: ControlApi, { words, flags, inputFile, json }: Asked, output: Output): Promise<number> {
  const name = words.join(' ')
  const operations = await api.list()
  const operation = operations.find((known) => known.name === name)
  if (!operation) {
    const known = operations.map((other) => other.name)
    throw unknownWord('operation', name, known)
  }
  const input = inputFile === undefined ? readInput(flags, operation.input) : readInputFile(inputFile, '--input')
  const outcome = await api.run(name, input)
  output.print(json ? JSON.stringify(outcome) : writeOutcome(outcome))
  return 0
}

/** YAML is JSON that people can read; what strings in it hold cannot move the cursor. */
function writeOutcome(outcome: unknown): string {
  if (Array.isArray(outcome) && outcome.length === 0) return 'none'
  return stringify(JSON.parse(JSON.stringify(outcome, cleanStrings)), { lineWidth: 0 }).trimEnd()
}

function cleanStrings(_: string, value: unknown): unknown {
  return typeof value === 'string'
    ? value
        .split('\n')
        .map((line) => cleanText(line))
        .join('\n')
    : value
}

async function tellOperations(api: ControlApi, { words, json }: Asked, output: Output): Promise<number> {
  const all = await api.list()
  const operations = all.filter(({ name }) => words[0] === undefined || name.startsWith(`${words[0]} `))
  if (operations.length === 0) {
    const nouns = new Set(all.map(({ name }) => name.split(' ')[0] ?? ''))
    throw unknownWord('operation', words[0] ?? '', [...nouns])
  }
  if (json) output.print(JSON.stringify({ operations }))
  else for (const operation of operations) tellOperation(operation, output)
  return 0
}

function tellOperation({ name, tells, input }: RemoteOperation, output: Output): void {
  output.print(`${output.paint('bold', `emu ${name}`)} ${describeInput(input)}`.trimEnd())
  output.print(`    ${tells}`)
}

/** The options of `emu` itself are taken out; what is left belongs to the operation, which only the emulator knows. */
function readAsked(argv: readonly string[]): Asked {
  const words: string[] = []
  const flags: string[] = []
  const own = new Map<string, string>()
  let json = false
  for (let index = 0; index < argv.length; index++) {
    const part = argv[index] ?? ''
    const [, name = '', joined] = /^--(url|input)(?:=(.*))?$/s.exec(part) ?? []
    if (part === '--json') json = true
    else if (name) own.set(name, joined ?? readNext(argv[++index], name))
    else if (flags.length === 0 && !part.startsWith('-')) words.push(part)
    else flags.push(part)
  }
  if (words.length > 2) throw new UsageError(`Unexpected word "${cleanText(words[2] ?? '')}".`)
  return { words, flags, url: readControlUrl(own.get('url') ?? readEmulatorUrl()), inputFile: own.get('input'), json }
}

function readNext(value: string | undefined, name: string): string {
  if (value === undefined) throw new UsageError(`--${name} takes a value.`)
  return value
}
