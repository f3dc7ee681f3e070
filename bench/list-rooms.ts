/**
 * What it takes to list 10,000 spaces where every request takes 20 ms: time to the first and the last item and memory, as
 * ratios to a hand-written loop. Each listing has a process of its own, and rounds alternate between the two.
 * `node --import tsx bench/list-rooms.ts [--rounds 7 --spaces 10000 --latency 20]`
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createEmulator } from '../src/emulator/index.ts'
import type { Listing } from './list-rooms-reader.ts'

const number = (usual: string) => ({ type: 'string', default: usual }) as const
const { values } = parseArgs({ options: { rounds: number('7'), spaces: number('10000'), latency: number('20') } })
const [rounds, spaces, latencyMs] = [Number(values.rounds), Number(values.spaces), Number(values.latency)]

const user = { key: 'ada', displayName: 'Ada Lovelace', email: 'ada@example.com', spaces }
const emulator = createEmulator({ seed: { users: [user] } })
const listening = await emulator.listen({ port: 0 })
emulator.faults.add({ on: 'GET /v1/rooms', delayMs: latencyMs })
try {
  const [client, loop]: Listing[][] = [[], []]
  await list('loop')
  for (let round = 0; round < rounds; round++) {
    client?.push(await list('client'))
    loop?.push(await list('loop'))
  }
  print(client ?? [], loop ?? [])
} finally {
  await listening.close()
}

async function list(how: 'client' | 'loop'): Promise<Listing> {
  const given = [how, `${listening.url}/v1`, emulator.issueToken('ada')]
  const child = fork(join(import.meta.dirname, 'list-rooms-reader.ts'), given, { execArgv: ['--import', 'tsx'] })
  const [listing] = (await once(child, 'message')) as [Listing]
  if (listing.items !== spaces) throw new Error(`${how} gave ${listing.items} spaces`)
  return listing
}

function print(client: Listing[], loop: Listing[]): void {
  console.log(`listing ${spaces} spaces at ${latencyMs} ms a request, client ÷ loop, median of ${rounds} rounds`)
  const row = (name: string, key: keyof Listing, show: (value: number) => string) => {
    const [ours, theirs] = [client, loop].map((listings) => median(listings.map((listing) => listing[key])))
    const ratio = (ours ?? Number.NaN) / (theirs ?? Number.NaN)
    console.log(`${name.padEnd(18)} ${ratio.toFixed(2)}   (${show(ours ?? 0)} ÷ ${show(theirs ?? 0)})`)
  }
  row('to the first item', 'firstMs', (ms) => `${ms.toFixed(0)} ms`)
  row('to the last item', 'lastMs', (ms) => `${ms.toFixed(0)} ms`)
  row('memory at its peak', 'grownBytes', (bytes) => `+${(bytes / 1e6).toFixed(0)} MB`)
}

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
