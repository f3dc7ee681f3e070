/**
 * What the emulator costs: requests a second and processor time against bare Hono routes that answer the same bytes, memory
 * with many spaces, and the start to ready of `grantkeeper emulate` against a process that does nothing. All as ratios of
 * one run. `node --import tsx bench/emulator.ts [--rounds 7]`
 */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Dispatcher, Pool } from 'undici'

interface Asked {
  name: string
  method: 'GET' | 'POST'
  path: string
  /** Requests a round. */
  count: number
}

const asked: Asked[] = [
  { name: 'who am I', method: 'GET', path: '/v1/people/me', count: 4000 },
  { name: '100 spaces', method: 'GET', path: '/v1/rooms?max=100', count: 800 },
  { name: 'refresh', method: 'POST', path: '/v1/access_token', count: 3000 },
]

interface Server {
  child: ChildProcess
  pool: Pool
  told: { port: number; token: string; refresh: string }
}

interface Round {
  perSecond: number
  cpuMicros: number
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } })
const rounds = Number(values.rounds)
const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-bench-'))
const servers: Server[] = []
try {
  await compareRequests()
  await measureMemory()
  await compareStarts()
} finally {
  for (const server of servers) await stop(server)
  rmSync(folder, { recursive: true })
}

async function compareRequests(): Promise<void> {
  const emulator = await start('emulator-subject.js', { SPACES: '312' })
  const { told } = emulator
  const answers = join(folder, 'answers.json')
  writeFileSync(answers, JSON.stringify(await Promise.all(asked.map((one) => record(emulator, told, one)))))
  const bare = await start('emulator-bare.js', { ANSWERS: answers })
  console.log(`emulator ÷ bare Hono routes with the same answers, median of ${rounds} rounds, eight callers at once`)
  console.log(`${''.padEnd(12)} requests a second      of the floor's   processor time`)
  for (const one of asked) {
    const runs: Record<'ours' | 'floor', Round>[] = []
    for (let round = -1; round < rounds; round++) {
      const [ours, floor] = [await run(emulator, told, one), await run(bare, told, one)]
      if (round >= 0) runs.push({ ours, floor })
    }
    const of = (read: (run: (typeof runs)[number]) => number) => median(runs.map(read))
    const rates = `${of(({ ours }) => ours.perSecond).toFixed(0)} ÷ ${of(({ floor }) => floor.perSecond).toFixed(0)}`
    const share = `${(of(({ ours, floor }) => ours.perSecond / floor.perSecond) * 100).toFixed(0)} %`
    const cost = of(({ ours, floor }) => ours.cpuMicros / floor.cpuMicros)
    const micros = `${of(({ ours }) => ours.cpuMicros).toFixed(0)} µs ÷ ${of(({ floor }) => floor.cpuMicros).toFixed(0)} µs`
    console.log(`${one.name.padEnd(12)} ${rates.padEnd(22)} ${share.padEnd(16)} ${cost.toFixed(2)} (${micros})`)
  }
  const [ours, floor] = [await measure(emulator), await measure(bare)]
  tell('memory after it all', ours.rssBytes / floor.rssBytes, `${inMb(ours.rssBytes)} ÷ ${inMb(floor.rssBytes)}`)
}

/** One user in 100,000 spaces, before and after a client has gone through all of them. */
async function measureMemory(): Promise<void> {
  const [few, many] = [
    await start('emulator-subject.js', { SPACES: '0' }),
    await start('emulator-subject.js', { SPACES: '100000' }),
  ]
  const [none, fresh] = [await measure(few), await measure(many)]
  let path: string | undefined = '/v1/rooms?max=1000'
  let spaces = 0
  while (path) {
    const answer: Dispatcher.ResponseData = await ask(many, many.told, { method: 'GET', path })
    spaces += ((await answer.body.json()) as { items: unknown[] }).items.length
    path = /<https?:\/\/[^/]+([^>]+)>; rel="next"/.exec(String(answer.headers.link ?? ''))?.[1]
  }
  const read = await measure(many)
  tell('100,000 spaces', fresh.rssBytes / none.rssBytes, `${inMb(fresh.rssBytes)} ÷ ${inMb(none.rssBytes)} with none`)
  tell('  all read', read.rssBytes / none.rssBytes, `${inMb(read.rssBytes)} after ${spaces} spaces`)
}

async function compareStarts(): Promise<void> {
  const ours: number[] = []
  const floor: number[] = []
  for (let round = 0; round < rounds; round++) {
    floor.push(await time(['-e', ''], (child) => once(child, 'exit')))
    ours.push(
      await time(['dist/cli/main.js', 'emulate', '-p', '0', '--json'], (child) =>
        once(child.stdout as NodeJS.ReadableStream, 'data'),
      ),
    )
  }
  const [ready, nothing] = [median(ours), median(floor)]
  tell('start to ready', ready / nothing, `${ready.toFixed(0)} ms ÷ ${nothing.toFixed(0)} ms for node -e ''`)
}

async function start(file: string, env: Record<string, string>): Promise<Server> {
  const child = fork(join(import.meta.dirname, file), { env: { ...process.env, ...env }, execArgv: [] })
  const [told] = await once(child, 'message')
  const server = { child, told, pool: new Pool(`http://127.0.0.1:${told.port}`, { connections: 8 }) }
  servers.push(server)
  return server
}

async function stop({ child, pool }: Server): Promise<void> {
  await pool.close()
  child.disconnect()
  child.kill()
}

async function measure({ child }: Server): Promise<{ cpuMicros: number; rssBytes: number }> {
  child.send('measure')
  const [figures] = await once(child, 'message')
  return figures
}

function bearer({ token }: Server['told']) {
  return { authorization: `Bearer ${token}` }
}

function ask({ pool }: Server, told: Server['told'], { method, path }: Pick<Asked, 'method' | 'path'>) {
  const isRefresh = method === 'POST'
  const headers = isRefresh ? { 'content-type': 'application/x-www-form-urlencoded' } : bearer(told)
  return pool.request({ method, path, headers, ...(isRefresh && { body: told.refresh }) })
}

async function record(server: Server, told: Server['told'], one: Asked) {
  const { statusCode, headers, body } = await ask(server, told, one)
  if (statusCode !== 200) throw new Error(`${one.path} was answered ${statusCode}`)
  const perConnection = ['date', 'connection', 'keep-alive', 'content-length']
  const kept = Object.entries(headers).filter(([name]) => !perConnection.includes(name))
  return { method: one.method, path: one.path, headers: Object.fromEntries(kept), body: await body.text() }
}

/** A round by eight callers at once. */
async function run(server: Server, told: Server['told'], one: Asked): Promise<Round> {
  const before = await measure(server)
  const began = performance.now()
  let left = one.count
  const caller = async () => {
    while (left-- > 0) await ask(server, told, one).then(({ body }) => body.dump({ limit: 1e9 }))
  }
  await Promise.all(Array.from({ length: 8 }, caller))
  const seconds = (performance.now() - began) / 1000
  const after = await measure(server)
  return { perSecond: one.count / seconds, cpuMicros: (after.cpuMicros - before.cpuMicros) / one.count }
}

async function time(argv: string[], ready: (child: ChildProcess) => Promise<unknown>): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  await ready(child)
  const took = performance.now() - began
  if (child.exitCode === null) {
    child.kill()
    await once(child, 'exit')
  }
  return took
}

function tell(name: string, ratio: number, figures: string): void {
  console.log(`${name.padEnd(22)} ${ratio.toFixed(2)}   (${figures})`)
}

function inMb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
