import { runsInProduction } from '../../config.ts'
import { createEmulator, type JournalEntry, type RegisteredIntegration } from '../../emulator/index.ts'
import { nodeEnvironment } from '../../index.ts'
import { readArguments, readPort, UsageError, wantsDebug } from '../arguments.ts'
import type { Command } from '../command.ts'
import { demoScopes, redirectUriOf, registerDemo } from '../demo-integration.ts'
import { tellFailure } from '../failure.ts'
import { cleanText, type Output } from '../output.ts'
import { listenOrExplain } from '../ports.ts'
import { serveUntilStopped } from '../serving.ts'
import { describeUser, listUsers } from '../users.ts'
import { readVersion } from '../version.ts'

const options = {
  port: { type: 'string', short: 'p' },
  json: { type: 'boolean' },
  'i-know': { type: 'boolean' },
} as const

/** The tutorial's, where an app under development is expected. */
const APP_PORT = 10_060

/** `grantkeeper emulate`: the local Webex alone, with one integration ready to use. */
export const runEmulate: Command = async (argv, output) => {
  const { values } = readArguments(argv, options)
  const wanted = { port: readPort(values.port, '--port') ?? 10_061, option: '--port' }
  if (runsInProduction() && !values['i-know']) throw refuseProduction()

  const json = values.json ?? false
  const environment = nodeEnvironment()
  const emulator = createEmulator({ environment })
  const listening = await listenOrExplain(wanted, () => emulator.listen({ port: wanted.port }))
  const integration = registerDemo(emulator, APP_PORT)
  emulator.onEntry((entry) => tellEntry(entry, output, json))
  const onFault = (error: unknown) => void tellFailure(error, output, { json, debug: wantsDebug(argv) })
  const ready = () => tellReady(emulator.url, integration, output, json)
  return serveUntilStopped({ environment, close: [listening.close, environment.close], onFault, ready })
}

function refuseProduction(): UsageError {
  return new UsageError(
    'The emulator gives tokens to anybody, and NODE_ENV is production. Add --i-know to run it anyway.',
  )
}

function tellReady(emulator: string, integration: RegisteredIntegration, output: Output, json: boolean): void {
  const env = listVariables(emulator, integration)
  if (json) {
    const ready = { emulator, api: env.WEBEX_BASE_URL, env, users: listUsers() }
    return void output.print(JSON.stringify({ type: 'ready', ...ready }))
  }
  const { paint } = output
  output.print(`
  ${paint('bold', 'grantkeeper')} ${readVersion()}   a local Webex; everything in it is made up

  API base    ${paint('cyan', env.WEBEX_BASE_URL)}
  Portal      ${paint('cyan', emulator)}   register integrations, see users and requests
  Users       ${listUsers().map(describeUser).join(' · ')}

  An integration is registered; this is its .env:
`)
  for (const [name, value] of Object.entries(env)) output.print(`${name}="${value}"`)
  output.print('\n  Ready. Ctrl-C to stop.\n')
}

/** The secret opens nothing but this emulator, so it may be shown. */
function listVariables(emulator: string, { clientId, clientSecret }: RegisteredIntegration) {
  return {
    WEBEX_CLIENT_ID: clientId,
    WEBEX_CLIENT_SECRET: clientSecret,
    WEBEX_REDIRECT_URI: redirectUriOf(APP_PORT),
    WEBEX_SCOPES: demoScopes.join(' '),
    WEBEX_BASE_URL: `${emulator}/v1`,
  }
}

function tellEntry(entry: JournalEntry, output: Output, json: boolean): void {
  if (json) return void output.print(JSON.stringify({ type: 'request', ...entry }))
  const { at, method, path, query, status, summary } = entry
  const time = output.paint('dim', new Date(at).toTimeString().slice(0, 8))
  const told = cleanText(`${status}  ${method} ${path}${query && `?${query}`}  ${summary}`)
  output.print(`${time}  ${status >= 400 ? output.paint('yellow', told) : told}`)
}
