import { createHmac } from 'node:crypto'
import type { Config } from '../../config.ts'
import type { Environment, Grant } from '../../index.ts'
import { readArguments, readPort, UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { COMMAND_LINE } from '../connections.ts'
import { describeEvent, forward, tellForwarded } from '../listen/forward.ts'
import { type Delivered, receiveOn } from '../listen/receiver.ts'
import { chooseResources } from '../listen/watched.ts'
import type { Opened } from '../open-keeper.ts'
import { cleanText, type Output } from '../output.ts'
import { type Webex, withOwnWebex } from '../own-webex.ts'
import { listenOrExplain } from '../ports.ts'

const options = {
  'forward-to': { type: 'string' },
  resource: { type: 'string', multiple: true },
  'public-url': { type: 'string' },
  port: { type: 'string', short: 'p' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

const NAME = 'grantkeeper listen'

/** `grantkeeper listen`: webhooks shown and passed on: an emulator's, or Webex's own through a public address. */
export const runListen: Command = async (argv, output) => {
  const { values } = readArguments(argv, options)
  const target = values['forward-to'] === undefined ? undefined : readTarget(values['forward-to'])
  const publicUrl = values['public-url'] === undefined ? undefined : readPublicUrl(values['public-url'])
  const port = readPort(values.port, '--port') ?? 0
  const { settings, json = false } = values
  return withOwnWebex({ settings, output, endsItself: true }, async (webex, opened) => {
    requireWayBack(opened.config, publicUrl)
    const resources = chooseResources(values.resource, (await findOwnGrant(opened)).scopesGranted)
    const receiver = await listenOrExplain({ port, option: '--port' }, () =>
      receiveOn(opened.environment, port, (delivered) => pass(delivered, target, opened.environment, output, json)),
    )
    const targetUrl = (publicUrl ?? receiver.origin) + receiver.path
    const secret = deriveSecret(opened.config)
    const ids: string[] = []
    try {
      for (const resource of resources) ids.push(await register(webex, targetUrl, resource, secret))
      tellReady({ resources, secret, listening: receiver.origin }, output, json)
      await waitForAbort(opened.signal)
      return 0
    } finally {
      for (const id of ids) await webex.webhooks.delete(id).catch(() => undefined)
      await receiver.close()
    }
  })
}

async function pass(
  delivered: Delivered,
  target: string | undefined,
  environment: Environment,
  output: Output,
  json: boolean,
): Promise<number> {
  const now = () => new Date(environment.now()).toTimeString().slice(0, 8)
  const event = describeEvent(delivered.bytes)
  const signed = 'x-spark-signature' in delivered.headers
  if (json) output.print(JSON.stringify({ type: 'event', at: environment.now(), ...event, signed }))
  else output.print(`${now()}  --> ${event.resource} ${event.event}  [${event.id}]${signed ? '' : '   not signed'}`)
  if (target === undefined) return 204
  const forwarded = await forward(environment, target, delivered)
  if (json) output.print(JSON.stringify({ type: 'forwarded', at: environment.now(), url: target, ...forwarded }))
  else tellForwarded(target, forwarded, now(), output)
  return forwarded.status ?? 502
}

async function findOwnGrant({ keeper }: Opened): Promise<Pick<Grant, 'scopesGranted'>> {
  const [grant] = await keeper.grants.list({ owner: COMMAND_LINE })
  return grant ?? { scopesGranted: [] }
}

async function register(webex: Webex, targetUrl: string, resource: string, secret: string): Promise<string> {
  const { id } = await webex.webhooks.create({ name: NAME, targetUrl, resource, event: 'all', secret })
  return id
}

function waitForAbort(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** The same at every start, so that an app keeps it in its settings; it tells nothing of the client secret. */
function deriveSecret({ clientSecret }: Config): string {
  return `wh_${createHmac('sha256', clientSecret.reveal()).update(NAME).digest('hex').slice(0, 32)}`
}

/** Webex itself reaches this computer only where a tunnel leads to it. */
function requireWayBack({ baseUrl }: Config, publicUrl: string | undefined): void {
  const { hostname } = new URL(baseUrl.value)
  if (publicUrl !== undefined || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return
  throw new UsageError(
    `${cleanText(hostname)} cannot reach this computer. Run a tunnel to a port of yours, and name both: --port 8080 --public-url https://…; or set WEBEX_BASE_URL to an emulator.`,
  )
}

/** Where a tunnel begins; whatever comes there must arrive at `--port`. @throws UsageError */
function readPublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'https:' && !url.username && !url.search && !url.hash) return url.href.replace(/\/+$/, '')
  throw new UsageError(`--public-url takes the https address of your tunnel, not "${cleanText(text)}".`)
}

/** `localhost:3000/hooks` will do. @throws UsageError */
function readTarget(text: string): string {
  const url = /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url).href
  throw new UsageError(`--forward-to takes an address like localhost:3000/hooks, not "${cleanText(text)}".`)
}

interface Ready {
  resources: readonly string[]
  secret: string
  /** Where a tunnel has to lead. */
  listening: string
}

function tellReady({ resources, secret, listening }: Ready, output: Output, json: boolean): void {
  if (json) return void output.print(JSON.stringify({ type: 'ready', resources, secret, listening }))
  output.print(`Ready: ${cleanText(resources.join(', '))}. Webhook secret ${secret} (stays the same). Ctrl-C to stop.`)
}
