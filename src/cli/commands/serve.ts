import { createApp, createInspector, renderError } from '../../app/index.ts'
import { type Config, openOptions, readConfig, runsInProduction } from '../../config.ts'
import { createGrantkeeper, type Environment, type Grantkeeper, nodeEnvironment } from '../../index.ts'
import { readArguments, readPort, UsageError, wantsDebug } from '../arguments.ts'
import { openAudit } from '../audit-log.ts'
import type { Command } from '../command.ts'
import { runDueEveryMinute } from '../due.ts'
import { tellFailure } from '../failure.ts'
import { isLoopback } from '../loopback.ts'
import { guardOperatorPages, openOperatorEntry } from '../operator-entry.ts'
import type { Output } from '../output.ts'
import { listenOrExplain } from '../ports.ts'
import { serveUntilStopped } from '../serving.ts'
import { listSettings, readLayers } from '../settings-list.ts'
import { readTls } from '../tls.ts'

const options = {
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  settings: { type: 'string' },
  'drain-ms': { type: 'string' },
  inspector: { type: 'boolean' },
  'operator-token-only': { type: 'boolean' },
  json: { type: 'boolean' },
} as const

const MOST_DRAIN_MS = 5_000
/** From the signal to the last answer; what remains of ten seconds is for token writes. */
const ANSWER_WITHIN_MS = 8_000

interface Ready {
  app: string
  /** Where the operator's pages begin. */
  operator: string
  /** Where the flow inspector is, if there is one. */
  inspector: string | undefined
  listening: string
  api: string
  store: string
  redirectUri: string
  notes: readonly string[]
}

/** `grantkeeper serve`: the app for one's own integration. */
export const runServe: Command = async (argv, output, input) => {
  const { values } = readArguments(argv, options)
  const drainMs = readDrain(values['drain-ms'])
  const flags = { port: readPort(values.port, '--port'), host: values.host }
  const tls = readTls(values['tls-cert'], values['tls-key'])
  const config = readConfig({ flags, envFile: values.settings })
  const environment = nodeEnvironment()
  const inspector = values.inspector ? createInspector(environment) : undefined
  const keeper = openKeeper(config, inspector?.watch(environment) ?? environment)
  const json = values.json ?? false
  const onFault = (error: unknown, requestId?: string) =>
    void tellFailure(error, output, { json, debug: wantsDebug(argv), requestId })
  const audit = openAudit({ config, environment, output, keeper })
  const inProduction = runsInProduction()
  const { operatorToken, notes } = openOperatorEntry(config, environment, output, input)
  const app = createApp({
    keeper,
    environment,
    onError: onFault,
    operatorToken,
    ...guardOperatorPages({
      inspector,
      byTokenOnly: values['operator-token-only'] ?? false,
      inProduction,
      operatorToken,
    }),
    onOperatorAct: audit.note,
    settings: () => showSettings(values.settings),
    ...describeWebex(keeper),
  })
  const where = { port: config.port.value, host: config.host.value }
  const listening = await listenOrExplain({ ...where, option: '--port' }, () => app.listen({ ...where, tls }))
  const stopDue = runDueEveryMinute(keeper, environment)
  const ready = () => {
    audit.note({ what: 'server.started' })
    const pages = describePages(keeper, inspector !== undefined)
    tellReady({ ...describeReady(config, keeper, listening.url, notes), ...pages }, output, json)
  }
  const retire = async () => {
    audit.note({ what: 'server.ending' })
    app.retire()
    stopDue()
  }
  const close = [retire, () => listening.close({ drainMs, withinMs: ANSWER_WITHIN_MS }), keeper.close]
  return serveUntilStopped({ environment, close, onFault, ready })
}

function showSettings(envFile: string | undefined) {
  const { listed } = listSettings(readLayers(envFile).layers)
  return listed.map(({ name, value, secret, origin }) => {
    return { name, secret, value: value ?? undefined, origin: origin ?? undefined }
  })
}

function readDrain(text = '500'): number {
  const ms = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  if (ms <= MOST_DRAIN_MS) return ms
  throw new UsageError(`--drain-ms takes milliseconds from 0 to ${MOST_DRAIN_MS}.`)
}

function openKeeper(config: Config, environment: Environment): Grantkeeper {
  return createGrantkeeper({
    ...openOptions(config, environment),
    afterConnect: '/granted',
    afterDisconnect: '/disconnected',
    renderError,
    environment,
  })
}

function describeWebex({ integration }: Grantkeeper): { emulated: boolean; emulatorUrl?: string } {
  const { hostname, origin } = new URL(integration.apiUrl)
  const emulated = isLoopback(hostname)
  return emulated ? { emulated, emulatorUrl: origin } : { emulated }
}

type Pages = Pick<Ready, 'app' | 'operator' | 'inspector'>

function describePages({ origin }: Grantkeeper, isInspected: boolean): Pages {
  return { app: origin, operator: `${origin}/overview`, inspector: isInspected ? `${origin}/flow` : undefined }
}

function describeReady(
  config: Config,
  keeper: Grantkeeper,
  listening: string,
  notes: readonly string[],
): Omit<Ready, keyof Pages> {
  return {
    listening,
    api: keeper.integration.apiUrl,
    store: config.database.value,
    redirectUri: keeper.integration.redirectUri,
    notes: [...config.notes, ...notes],
  }
}

function tellReady(ready: Ready, output: Output, json: boolean): void {
  if (json) return void output.print(JSON.stringify({ type: 'ready', ...ready }))
  const { api, app, inspector, listening, operator, redirectUri, store, notes } = ready
  const row = (name: string, value: string) => output.print(`  ${name.padEnd(14)}${value}`)
  row('App', output.paint('cyan', app))
  row('Operator', operator)
  if (inspector !== undefined) row('Inspector', inspector)
  row('Listening on', listening)
  row('Webex API', api)
  row('Redirect URI', redirectUri)
  row('Store', store)
  for (const note of notes) output.say(`${output.paint('yellow', '!', 'stderr')} ${note}`)
  output.print('  Ready. Ctrl-C to stop.')
}
