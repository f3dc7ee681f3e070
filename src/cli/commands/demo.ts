import { createApp, createInspector, renderError } from '../../app/index.ts'
import { createEmulator, type Emulator, type Seed } from '../../emulator/index.ts'
import { createGrantkeeper, type Environment, type Grantkeeper, nodeEnvironment } from '../../index.ts'
import { memoryStore } from '../../stores/memory.ts'
import { readArguments, readPort, wantsDebug } from '../arguments.ts'
import type { Command } from '../command.ts'
import { tellDemo } from '../demo-banner.ts'
import { demoOptionalScopes, demoScopes, redirectUriOf, registerDemo } from '../demo-integration.ts'
import { hearDemoKeys } from '../demo-keys.ts'
import { runDueEveryMinute } from '../due.ts'
import { tellFailure } from '../failure.ts'
import { openBrowser } from '../login/open-browser.ts'
import type { Output } from '../output.ts'
import { choosePort, listenOrExplain } from '../ports.ts'
import { refuseProduction } from '../production.ts'
import { readSeedOptions, seedOptions } from '../seed-options.ts'
import { serveUntilStopped } from '../serving.ts'
import { printStep, readStep, type StepListener, watchKeeper } from '../steps.ts'

interface DemoOptions {
  seed: Seed
  port: number
  emulatorPort: number
  open: boolean
  json: boolean
  quiet: boolean
  debug: boolean
}

/** `grantkeeper demo`: app and emulator in one process, connected to each other. */
export const runDemo: Command = async (argv, output, input) => {
  const options = readOptions(argv)
  const { json, debug } = options
  const environment = nodeEnvironment()
  const onFault = (error: unknown, requestId?: string) => void tellFailure(error, output, { json, debug, requestId })
  const emulator = createEmulator({ environment, seed: options.seed })
  const emulating = await startEmulator(emulator, options.emulatorPort)
  const tell = listenToSteps(options, output)
  // One clock for both, so that a day added to the emulator's is a day for the tokens too.
  const world = { ...environment, now: emulator.clock.now }
  const inspector = createInspector(world)
  const port = await choosePort(options.port)
  const keeper = watchKeeper(connectKeeper(emulator, port, inspector.watch(world)), world.now, tell)
  const emulatorUrl = emulator.url
  const app = createApp({ keeper, environment: world, emulated: true, emulatorUrl, onError: onFault, inspector })
  const wanted = { port: options.port, option: '--port' }
  const listening = await listenOrExplain(wanted, () => app.listen({ port: keeper.port }))
  emulator.onEntry(inspector.seeEmulator)
  emulator.onEntry((entry) => {
    const step = readStep(entry)
    if (step) tell(step)
  })
  const stopDue = runDueEveryMinute(keeper, environment)
  const pages = { app: keeper.origin, emulator: emulator.url, inspector: `${keeper.origin}/flow` }
  const stopKeys = json ? () => undefined : hearDemoKeys(input, output, pages)
  const stopWork = async () => {
    stopKeys()
    stopDue()
  }
  return serveUntilStopped({
    environment,
    close: [stopWork, listening.close, emulating.close, keeper.close],
    onFault,
    ready: () => {
      tellDemo({ keeper, emulator, readyMs: environment.monotonic(), hearsKeys: input.interactive }, output, json)
      if (options.open) openBrowser(keeper.origin)
    },
  })
}

function readOptions(argv: readonly string[]): DemoOptions {
  const { values } = readArguments(argv, {
    port: { type: 'string', short: 'p' },
    'emulator-port': { type: 'string' },
    ...seedOptions,
    open: { type: 'boolean' },
    json: { type: 'boolean' },
    quiet: { type: 'boolean', short: 'q' },
    'i-know': { type: 'boolean' },
  })
  refuseProduction(values['i-know'])
  return {
    seed: readSeedOptions(values),
    port: readPort(values.port, '--port') ?? 10_060,
    emulatorPort: readPort(values['emulator-port'], '--emulator-port') ?? 10_061,
    open: values.open ?? false,
    json: values.json ?? false,
    quiet: values.quiet ?? false,
    debug: wantsDebug(argv),
  }
}

function startEmulator(emulator: Emulator, port: number): ReturnType<Emulator['listen']> {
  return listenOrExplain({ port, option: '--emulator-port' }, () => emulator.listen({ port }))
}

function listenToSteps({ quiet, json }: DemoOptions, output: Output): StepListener {
  if (quiet) return () => undefined
  if (json) return (step) => output.print(JSON.stringify({ type: 'step', ...step }))
  return (step) => printStep(step, output)
}

function connectKeeper(emulator: Emulator, port: number, environment: Environment): Grantkeeper {
  const { clientId, clientSecret } = registerDemo(emulator, port)
  return createGrantkeeper({
    clientId,
    clientSecret,
    redirectUri: redirectUriOf(port),
    scopes: demoScopes,
    optionalScopes: demoOptionalScopes,
    baseUrl: `${emulator.url}/v1`,
    store: memoryStore({ now: environment.now }),
    keys: [Buffer.from(environment.randomBytes(32)).toString('base64')],
    afterConnect: '/granted',
    afterDisconnect: '/disconnected',
    // Safari keeps no Secure cookie of http://localhost. Whose grants these are, only the emulator knows.
    plainCookiesOnLoopback: true,
    renderError,
    environment,
  })
}
