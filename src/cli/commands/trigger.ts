import { readEmulatorUrl } from '../../config.ts'
import { type Environment, nodeEnvironment } from '../../index.ts'
import { readArguments, UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { type ControlApi, createControlApi, readControlUrl } from '../emu/control-api.ts'
import { CommandFailure } from '../failure.ts'
import { cleanText, type Output } from '../output.ts'

const options = {
  room: { type: 'string' },
  data: { type: 'string' },
  times: { type: 'string' },
  duplicate: { type: 'boolean' },
  'bad-signature': { type: 'boolean' },
  redeliver: { type: 'string' },
  url: { type: 'string' },
  json: { type: 'boolean' },
} as const

interface Delivery {
  id: string
  kind: string
}

const MOST_TIMES = 100
const LOOK_EVERY_MS = 50
const LOOK_FOR_MS = 35_000

/** `grantkeeper trigger <resource.event>`: webhooks of an emulator are told of something that did not happen. */
export const runTrigger: Command = async (argv, output) => {
  const { values, words } = readArguments(argv, options, 1)
  const times = readTimes(values.times)
  const again = { duplicate: values.duplicate ?? false, badSignature: values['bad-signature'] ?? false }
  const environment = nodeEnvironment()
  const api = createControlApi(environment, readControlUrl(values.url ?? readEmulatorUrl()))
  try {
    if (values.redeliver !== undefined) {
      if (words.length > 0) throw new UsageError('Either an event, or --redeliver, not both.')
      await redeliver(api, values.redeliver, times, again.badSignature)
      tellDone({ redelivered: times }, output, values.json)
      return 0
    }
    const madeUp = { ...readEvent(words[0]), data: readData(values.data, values.room) }
    tellDone(await triggerAll(api, environment, madeUp, times, again), output, values.json)
    return 0
  } finally {
    await environment.close()
  }
}

async function triggerAll(
  api: ControlApi,
  environment: Environment,
  madeUp: { resource: string; event: string; data: unknown },
  times: number,
  { duplicate, badSignature }: { duplicate: boolean; badSignature: boolean },
) {
  const before = new Set((await listDeliveries(api)).map(({ id }) => id))
  let told = 0
  for (let time = 0; time < times; time++) told += await triggerOnce(api, madeUp)
  if (!duplicate && !badSignature) return { told }
  const made = await waitForDeliveries(api, environment, before, told)
  for (const { id } of made) {
    if (duplicate) await redeliver(api, id, 1, false)
    if (badSignature) await redeliver(api, id, 1, true)
  }
  return { told, ...(duplicate && { repeated: made.length }), ...(badSignature && { forged: made.length }) }
}

async function triggerOnce(
  api: ControlApi,
  madeUp: { resource: string; event: string; data: unknown },
): Promise<number> {
  const { told } = (await api.run('webhooks trigger', madeUp)) as { told: number }
  if (told > 0) return told
  const title = `No webhook listens to ${cleanText(`${madeUp.resource} ${madeUp.event}`)}.`
  const fix = 'Register one, for example with "grantkeeper listen".'
  throw new CommandFailure({ code: 'EMU-NO-WEBHOOK', title, fix, exitCode: 1 })
}

/** A delivery can be made once more only when it has ended. */
async function waitForDeliveries(
  api: ControlApi,
  { monotonic, sleep }: Environment,
  before: ReadonlySet<string>,
  wanted: number,
): Promise<Delivery[]> {
  const until = monotonic() + LOOK_FOR_MS
  for (;;) {
    const made = (await listDeliveries(api)).filter(({ id, kind }) => kind === 'trigger' && !before.has(id))
    if (made.length >= wanted || monotonic() > until) return made
    await sleep(LOOK_EVERY_MS)
  }
}

async function listDeliveries(api: ControlApi): Promise<Delivery[]> {
  return (await api.run('webhooks deliveries', {})) as Delivery[]
}

async function redeliver(api: ControlApi, id: string, times: number, badSignature: boolean): Promise<void> {
  await api.run('webhooks redeliver', { id, times, badSignature })
}

/** `messages.created` */
function readEvent(text: string | undefined): { resource: string; event: string } {
  if (text === undefined) throw new UsageError('Which event? For example: grantkeeper trigger messages.created')
  const [, resource, event] = /^([A-Za-z_]+)[.:]([A-Za-z]+)$/.exec(text) ?? []
  if (resource !== undefined && event !== undefined) return { resource, event }
  throw new UsageError(`An event is written like messages.created, not "${cleanText(text)}".`)
}

/** Undefined lets the emulator make up an id. */
function readData(text: string | undefined, room: string | undefined): unknown {
  if (text === undefined) return room === undefined ? undefined : { id: 'made-up', roomId: room }
  const data = parseObject(text)
  return room === undefined ? data : { roomId: room, ...data }
}

function parseObject(text: string): object {
  try {
    const data: unknown = JSON.parse(text)
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data
  } catch {
    // Told below.
  }
  throw new UsageError('--data takes a JSON object, like {"id":"…"}.')
}

function readTimes(text = '1'): number {
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_TIMES) return Number(text)
  throw new UsageError(`--times takes a number from 1 to ${MOST_TIMES}.`)
}

function tellDone(done: Readonly<Record<string, number>>, output: Output, json: boolean | undefined): void {
  const words = Object.entries(done).map(([what, count]) => `${count} ${what}`)
  output.print(
    json ? JSON.stringify(done) : `Deliveries: ${words.join(', ')}. See: grantkeeper emu webhooks deliveries`,
  )
}
