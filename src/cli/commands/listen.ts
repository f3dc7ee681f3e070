import { createHmac } from 'node:crypto'
import type { Config } from '../../config.ts'
import type { Environment, Grant } from '../../index.ts'
import { readArguments, readPort, UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { COMMAND_LINE } from '../connections.ts'
import { describeEvent, forward, tellForwarded } from '../listen/forward.ts'
import { type Delivered, receiveOn } from '../listen/receiver.ts'
import { replayEvent } from '../listen/replay.ts'
import { createRoomTitles, type RoomTitles } from '../listen/room-titles.ts'
import { removeStale } from '../listen/stale.ts'
import { chooseResources } from '../listen/watched.ts'
import { isLoopback } from '../loopback.ts'
import { explainForbidden } from '../missing-scopes.ts'
import type { Opened } from '../open-keeper.ts'
import { cleanText, type Output, writeJson } from '../output.ts'
import { type Webex, withOwnWebex } from '../own-webex.ts'
import { listenOrExplain } from '../ports.ts'

const options = {
  'forward-to': { type: 'string' },
  resource: { type: 'string', multiple: true },
  'public-url': { type: 'string' },
  port: { type: 'string', short: 'p' },
  replay: { type: 'string' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

const NAME = 'grantkeeper listen'

interface Wanted {
  /** Where each delivery is passed on to. */
  target: string | undefined
  publicUrl: string | undefined
  port: number
  /** Webhooks of these only. */
  resources: readonly string[] | undefined
  json: boolean
}

/** What a delivery is shown and passed on with. */
interface Passing {
  environment: Environment
  titles: RoomTitles
  output: Output
}

/** `grantkeeper listen`: webhooks shown and passed on: an emulator's, or Webex's own through a public address. */
export const runListen: Command = async (argv, output) => {
  const { values } = readArguments(argv, options)
  const { settings, replay } = values
  const wanted: Wanted = {
    target: values['forward-to'] === undefined ? undefined : readTarget(values['forward-to']),
    publicUrl: values['public-url'] === undefined ? undefined : readPublicUrl(values['public-url']),
    port: readPort(values.port, '--port') ?? 0,
    resources: values.resource,
    json: values.json ?? false,
  }
  if (replay !== undefined && wanted.target === undefined) throw new UsageError('--replay needs --forward-to.')
  return withOwnWebex({ settings, output, endsItself: true }, async (webex, opened) => {
    const { environment } = opened
    const passing: Passing = { environment, titles: createRoomTitles(webex, environment), output }
    if (replay === undefined) return listenUntilStopped(webex, opened, wanted, passing)
    const secret = deriveSecret(opened.config)
    const delivered = await replayEvent(replay, { webex, environment, secret, signal: opened.signal })
    return (await pass(delivered, wanted, passing)) < 300 ? 0 : 1
  })
}

async function listenUntilStopped(webex: Webex, opened: Opened, wanted: Wanted, passing: Passing): Promise<number> {
  const { config, environment, signal, keeper } = opened
  const { port, publicUrl, json } = wanted
  requireWayBack(config, publicUrl)
  const resources = chooseResources(wanted.resources, (await findOwnGrant(opened)).scopesGranted)
  const receiver = await listenOrExplain({ port, option: '--port' }, () =>
    receiveOn(environment, port, (delivered) => pass(delivered, wanted, passing)),
  )
  const targetUrl = (publicUrl ?? receiver.origin) + receiver.path
  const secret = deriveSecret(config)
  const ids: string[] = []
  try {
    await removeStale({ webex, environment, name: NAME, base: publicUrl })
    for (const resource of resources) {
      const made = register(webex, targetUrl, resource, secret).catch(async (error) => {
        throw await explainForbidden(error, { method: 'POST', path: '/webhooks', watches: { resource } }, keeper)
      })
      ids.push(await made)
    }
    tellReady({ resources, secret, listening: receiver.origin, publicUrl }, passing.output, json)
    await waitForAbort(signal)
    return 0
  } finally {
    for (const id of ids) await webex.webhooks.delete(id).catch(() => undefined)
    await receiver.close()
  }
}

/** Gives the status that whoever sent it is answered. */
async function pass(delivered: Delivered, { target, json }: Wanted, passing: Passing): Promise<number> {
  const { environment, titles, output } = passing
  const now = () => new Date(environment.now()).toTimeString().slice(0, 8)
  const { roomId, ...event } = describeEvent(delivered.bytes)
  const signed = 'x-spark-signature' in delivered.headers
  const room = roomId === undefined ? undefined : await titles(roomId)
  if (json) output.print(writeJson({ type: 'event', at: environment.now(), ...event, ...(room && { room }), signed }))
  else {
    const where = room === undefined ? '' : `  room "${cleanText(room)}"`
    const unsigned = signed ? '' : '   not signed'
    output.print(`${now()}  --> ${event.resource} ${event.event}${where}  [${event.id}]${unsigned}`)
  }
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
  if (publicUrl !== undefined || isLoopback(hostname)) return
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
  publicUrl: string | undefined
}

function tellReady({ resources, secret, listening, publicUrl }: Ready, output: Output, json: boolean): void {
  if (json) return void output.print(JSON.stringify({ type: 'ready', resources, secret, listening }))
  output.print(`Ready: ${cleanText(resources.join(', '))}. Webhook secret ${secret} (stays the same). Ctrl-C to stop.`)
  if (publicUrl !== undefined) output.note(`${cleanText(publicUrl)} must lead to ${listening}.`)
}
