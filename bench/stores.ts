/** The stores, each in a process of its own; see store-subject.js for what is done there. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../test/postgres.ts'

interface Comparison {
  wallRatio: number
  cpuRatio: number
  oursMicros: number
  bareMicros: number
}

type Figures = Record<'session' | 'read' | 'write' | 'stampede', Comparison>

const kinds = ['memory', 'SQLite', 'PostgreSQL']

/** Measures every store against its driver, and prints both. `upstream` is the origin of the stand-in for Webex. */
export async function measureStores(upstream: string, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-bench-'))
  const server = await startPostgres()
  const all: [string, Figures][] = []
  try {
    for (const kind of kinds) {
      const databases = kind === 'PostgreSQL' ? [await server.createDatabase(), await server.createDatabase()] : []
      all.push([kind, await measure({ kind, rounds, upstream, folder, databases })])
    }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  printStampedes(all, rounds)
  printRates(all, rounds)
}

async function measure(subject: object): Promise<Figures> {
  const env = { ...process.env, SUBJECT: JSON.stringify(subject) }
  const child = fork(join(import.meta.dirname, 'store-subject.js'), { env, execArgv: [] })
  const [figures] = await Promise.race([once(child, 'message'), refuseEnd(child)])
  await once(child, 'exit')
  return figures
}

async function refuseEnd(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`a store's process ended with ${code}`)
}

function printStampedes(all: readonly [string, Figures][], rounds: number): void {
  console.log(
    `\n200 callers as a token expires, ours ÷ one bare token request and one bare write, median of ${rounds} rounds`,
  )
  for (const [kind, { stampede }] of all) {
    const { wallRatio, cpuRatio, oursMicros, bareMicros } = stampede
    const times = `(${oursMicros.toFixed(0)} µs ÷ ${bareMicros.toFixed(0)} µs)`
    console.log(`${kind.padEnd(20)} ${wallRatio.toFixed(2)}   ${times}, processor time ${cpuRatio.toFixed(2)}`)
  }
}

/** The memory store has no driver: what it is compared with is a Map, which tells nothing. */
function printRates(all: readonly [string, Figures][], rounds: number): void {
  console.log(`\na second, one after the other, as a share of the bare driver's, median of ${rounds} rounds`)
  const names = { session: 'session and token', read: 'sealed read', write: 'sealed write' } as const
  for (const [kind, figures] of all) {
    for (const [key, name] of Object.entries(names)) {
      const { wallRatio, cpuRatio, oursMicros } = figures[key as keyof typeof names]
      const share = `${(100 / wallRatio).toFixed(0).padStart(3)} %, processor time ${cpuRatio.toFixed(2)}`
      const rate = Math.round(1e6 / oursMicros).toLocaleString('en')
      console.log(`${`${kind}, ${name}`.padEnd(30)} ${rate.padStart(7)}   ${kind === 'memory' ? '' : share}`.trimEnd())
    }
  }
}
