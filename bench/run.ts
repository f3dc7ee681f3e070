/**
 * Processor time of a login, a page and a list of spaces, as ratios to bare node:http doing the same exchanges, in one run:
 * after a warm-up rounds alternate between the two, and the median of the ratios is printed. `npm run bench [-- --rounds 7]`
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } })
const rounds = Number(values.rounds)

interface Server {
  process: ChildProcess
  origin: string
  pool: Pool
  startMs: number
  measure(): Promise<{ cpuMicros: number; rssBytes: number }>
}

async function start(file: string, env: Record<string, string> = {}): Promise<Server> {
  const began = performance.now()
  const child = fork(join(import.meta.dirname, file), { env: { ...process.env, ...env }, execArgv: [] })
  const [{ port }] = await once(child, 'message')
  const measure = async () => {
    child.send('measure')
    const [figures] = await once(child, 'message')
    return figures
  }
  const origin = `http://127.0.0.1:${port}`
  const pool = new Pool(origin, { connections: 8 })
  return { process: child, origin, pool, startMs: performance.now() - began, measure }
}

interface Answer {
  status: number
  location: string
  cookies: string
}

async function send(server: Server, method: 'GET' | 'POST', path: string, cookie = ''): Promise<Answer> {
  const headers = { cookie, host: 'localhost:10060', 'sec-fetch-site': 'same-origin' }
  const { statusCode, headers: answer, body } = await server.pool.request({ method, path, headers })
  await body.dump()
  const lines = [answer['set-cookie'] ?? []].flat()
  const cookies = lines.map((line) => line.split(';')[0]).join('; ')
  return { status: statusCode, location: String(answer.location ?? ''), cookies }
}

async function login(server: Server): Promise<string> {
  const started = await send(server, 'POST', '/connect')
  const state = new URL(started.location).searchParams.get('state')
  const finished = await send(server, 'GET', `/oauth?code=${'c'.repeat(64)}&state=${state}`, started.cookies)
  if (finished.status !== 303) throw new Error(`a login was answered ${finished.status}`)
  return finished.cookies
}

async function read(server: Server, path: string, cookie: string): Promise<void> {
  const { status } = await send(server, 'GET', path, cookie)
  if (status !== 200) throw new Error(`${path} was answered ${status}`)
}

/** Microseconds of processor time a piece of work, over `count` pieces by eight callers at once. */
async function cost(server: Server, count: number, work: () => Promise<unknown>): Promise<number> {
  const before = await server.measure()
  let left = count
  const caller = async () => {
    while (left-- > 0) await work()
  }
  await Promise.all(Array.from({ length: 8 }, caller))
  const after = await server.measure()
  return (after.cpuMicros - before.cpuMicros) / count
}

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

const upstream = await start('upstream.js')
const env = { UPSTREAM: upstream.origin }
const [subject, bare] = [await start('subject.js', env), await start('bare.js', env)]
const cookies = new Map([
  [subject, await login(subject)],
  [bare, await login(bare)],
])

interface Work {
  name: string
  /** Pieces a round, and before the first one: until then it is the compiler that is measured. */
  count: number
  warmUp: number
  work(server: Server): Promise<unknown>
}

const works: Work[] = [
  { name: 'full login', count: 1000, warmUp: 6000, work: login },
  { name: '  its connect', count: 2000, warmUp: 2000, work: (server) => send(server, 'POST', '/connect') },
  {
    name: 'page with session',
    count: 4000,
    warmUp: 12_000,
    work: (server) => read(server, '/page', cookies.get(server) ?? ''),
  },
  {
    name: 'spaces, one call',
    count: 1500,
    warmUp: 6000,
    work: (server) => read(server, '/spaces', cookies.get(server) ?? ''),
  },
]

console.log('processor time, ours ÷ bare node:http, median of', rounds, 'rounds')
for (const { name, count, warmUp, work } of works) {
  for (const server of [subject, bare]) await cost(server, warmUp, () => work(server))
  const figures: { ours: number; floor: number; ratio: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const ours = await cost(subject, count, () => work(subject))
    const floor = await cost(bare, count, () => work(bare))
    figures.push({ ours, floor, ratio: ours / floor })
  }
  const ratio = median(figures.map((figure) => figure.ratio)).toFixed(2)
  const micros = (key: 'ours' | 'floor') => median(figures.map((figure) => figure[key])).toFixed(0)
  console.log(`${name.padEnd(20)} ${ratio}   (${micros('ours')} µs ÷ ${micros('floor')} µs)`)
}

const [ours, floor] = [await subject.measure(), await bare.measure()]
console.log(
  `start to listening   ${(subject.startMs / bare.startMs).toFixed(2)}   (${subject.startMs.toFixed(0)} ms ÷ ${bare.startMs.toFixed(0)} ms)`,
)
console.log(
  `memory after it all  ${(ours.rssBytes / floor.rssBytes).toFixed(2)}   (${(ours.rssBytes / 1e6).toFixed(0)} MB ÷ ${(floor.rssBytes / 1e6).toFixed(0)} MB)`,
)
for (const server of [subject, bare, upstream]) {
  await server.pool.close()
  server.process.disconnect()
  server.process.kill()
}
