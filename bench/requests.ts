/**
 * A login, a page and a list of spaces, as ratios of processor time to bare node:http doing the same exchanges: after a warm-up
 * rounds alternate between the two. Then the start and the memory of both.
 */
import { type Server, startServer } from './servers.ts'

interface Work {
  name: string
  /** Pieces a round, and before the first one: until then it is the compiler that is measured. */
  count: number
  warmUp: number
  work(server: Server, cookie: string): Promise<unknown>
}

const works: Work[] = [
  { name: 'full login', count: 1000, warmUp: 6000, work: login },
  { name: '  its connect', count: 2000, warmUp: 2000, work: (server) => send(server, 'POST', '/connect') },
  {
    name: 'page with session',
    count: 4000,
    warmUp: 12_000,
    work: (server, cookie) => read(server, '/page', cookie),
  },
  {
    name: 'spaces, one call',
    count: 1500,
    warmUp: 6000,
    work: (server, cookie) => read(server, '/spaces', cookie),
  },
]

/** Measures the library in a small host against the floor, and prints it. `upstream` is the origin of the stand-in for Webex. */
export async function measureRequests(upstream: string, rounds: number): Promise<void> {
  const env = { UPSTREAM: upstream }
  const [subject, bare] = [await startServer('subject.js', env), await startServer('bare.js', env)]
  const cookies = { ours: await login(subject), floor: await login(bare) }
  console.log(`processor time of a request, ours ÷ bare node:http, median of ${rounds} rounds`)
  for (const { name, count, warmUp, work } of works) {
    const doOurs = () => work(subject, cookies.ours)
    const doFloor = () => work(bare, cookies.floor)
    await cost(subject, warmUp, doOurs)
    await cost(bare, warmUp, doFloor)
    const figures: { ours: number; floor: number; ratio: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const ours = await cost(subject, count, doOurs)
      const floor = await cost(bare, count, doFloor)
      figures.push({ ours, floor, ratio: ours / floor })
    }
    const of = (key: 'ours' | 'floor' | 'ratio') => median(figures.map((figure) => figure[key]))
    print(name, of('ratio'), `${of('ours').toFixed(0)} µs ÷ ${of('floor').toFixed(0)} µs`)
  }
  const inMb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
  const [ours, floor] = [(await subject.measure()).rssBytes, (await bare.measure()).rssBytes]
  const starts = `${subject.startMs.toFixed(0)} ms ÷ ${bare.startMs.toFixed(0)} ms`
  print('start to listening', subject.startMs / bare.startMs, starts)
  print('memory after it all', ours / floor, `${inMb(ours)} ÷ ${inMb(floor)}`)
  for (const server of [subject, bare]) await server.stop()
}

function print(name: string, ratio: number, figures: string): void {
  console.log(`${name.padEnd(20)} ${ratio.toFixed(2)}   (${figures})`)
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

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
