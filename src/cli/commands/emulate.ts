import { appendFileSync } from 'node:fs'
import { createEmulator, type Emulator, type JournalEntry, type RegisteredIntegration } from '../../emulator/index.ts'
import { nodeEnvironment } from '../../index.ts'
import { readArguments, readPort, UsageError, wantsDebug } from '../arguments.ts'
import type { Command } from '../command.ts'
import { chooseIntegration } from '../demo-integration.ts'
import { tellFailure } from '../failure.ts'
import { cleanText, type Output } from '../output.ts'
import { listenOrExplain } from '../ports.ts'
import { refuseProduction } from '../production.ts'
import { runAround } from '../run-around.ts'
import { readSeedOptions, seedOptions } from '../seed-options.ts'
import { serveUntilStopped } from '../serving.ts'
import { applyTrouble, troubleOptions } from '../trouble-options.ts'
import { describeUser, listUsers } from '../users.ts'
import { readVersion } from '../version.ts'

const options = {
  port: { type: 'string', short: 'p' },
  ...seedOptions,
  ...troubleOptions,
  record: { type: 'string' },
  json: { type: 'boolean' },
  'i-know': { type: 'boolean' },
} as const

/** The tutorial's, where an app under development is expected. */
const APP_PORT = 10_060

/** `grantkeeper emulate`: the local Webex alone, with one integration ready to use; or around a command. */
export const runEmulate: Command = async (argv, output) => {
  const { own, command } = splitCommand(argv)
  const { values } = readArguments(own, options)
  const wanted = { port: readPort(values.port, '--port') ?? (command ? 0 : 10_061), option: '--port' }
  refuseProduction(values['i-know'])

  const json = values.json ?? false
  const environment = nodeEnvironment()
  const seed = readSeedOptions(values)
  const emulator = createEmulator({ environment, seed })
  applyTrouble(emulator, values)
  if (values.record !== undefined) requireWritable(values.record)
  const listening = await listenOrExplain(wanted, () => emulator.listen({ port: wanted.port }))
  const integration = await chooseIntegration(emulator, seed, APP_PORT)
  if (values.record !== undefined) emulator.onEntry(recordTo(values.record))
  const close = [listening.close, environment.close]
  if (command) return aroundCommand(command, listVariables(emulator, integration), close)

  emulator.onEntry((entry) => tellEntry(entry, output, json))
  const onFault = (error: unknown) => void tellFailure(error, output, { json, debug: wantsDebug(own) })
  const ready = () => tellReady(emulator, integration, output, json)
  return serveUntilStopped({ environment, close, onFault, ready })
}

/** What stands behind `--` is somebody's command, untouched. */
function splitCommand(argv: readonly string[]): { own: readonly string[]; command: readonly string[] | undefined } {
  const at = argv.indexOf('--')
  if (at < 0) return { own: argv, command: undefined }
  if (at === argv.length - 1) throw new UsageError('Which command? For example: grantkeeper emulate -- npm test')
  return { own: argv.slice(0, at), command: argv.slice(at + 1) }
}

async function aroundCommand(
  command: readonly string[],
  variables: Record<string, string>,
  close: readonly (() => Promise<void>)[],
): Promise<number> {
  try {
    return await runAround(command, variables)
  } finally {
    for (const closeOne of close) await closeOne()
  }
}

function tellReady(emulator: Emulator, integration: RegisteredIntegration, output: Output, json: boolean): void {
  const env = listVariables(emulator, integration)
  if (json) {
    const ready = { emulator: emulator.url, api: env.WEBEX_BASE_URL, env, users: listUsers(emulator) }
    return void output.print(JSON.stringify({ type: 'ready', ...ready }))
  }
  const { paint } = output
  output.print(`
  ${paint('bold', 'grantkeeper')} ${readVersion()}   a local Webex; everything in it is made up

  API base    ${paint('cyan', env.WEBEX_BASE_URL)}
  Portal      ${paint('cyan', emulator.url)}   register integrations, see users and requests
  Users       ${listUsers(emulator).map(describeUser).join(' · ')}

  An integration is registered; this is its .env:
`)
  for (const [name, value] of Object.entries(env)) output.print(`${name}="${value}"`)
  output.print('\n  Ready. Ctrl-C to stop.\n')
}

/** The secret opens nothing but this emulator, so it may be shown. */
function listVariables({ url }: Emulator, { clientId, clientSecret, redirectUris, scopes }: RegisteredIntegration) {
  return {
    WEBEX_CLIENT_ID: clientId,
    WEBEX_CLIENT_SECRET: clientSecret,
    WEBEX_REDIRECT_URI: redirectUris[0] ?? '',
    WEBEX_SCOPES: scopes.join(' '),
    WEBEX_BASE_URL: `${url}/v1`,
    GRANTKEEPER_EMULATOR_URL: url,
  }
}

/** Before anything is started. Nothing that is in the file is lost. @throws UsageError */
function requireWritable(file: string): void {
  try {
    appendFileSync(file, '', { mode: 0o600 })
  } catch {
    throw new UsageError(`--record: ${cleanText(file)} cannot be written.`)
  }
}

/** One line for each request, as `--json` prints it. */
function recordTo(file: string): (entry: JournalEntry) => void {
  return (entry) => appendFileSync(file, `${JSON.stringify({ type: 'request', ...entry })}\n`)
}

function tellEntry(entry: JournalEntry, output: Output, json: boolean): void {
  if (json) return void output.print(JSON.stringify({ type: 'request', ...entry }))
  const { at, method, path, query, status, summary } = entry
  const time = output.paint('dim', new Date(at).toTimeString().slice(0, 8))
  const told = cleanText(`${status}  ${method} ${path}${query && `?${query}`}  ${summary}`)
  output.print(`${time}  ${status >= 400 ? output.paint('yellow', told) : told}`)
}
