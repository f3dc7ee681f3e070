/**
 * Each store against its bare driver, in one run: sealed reads and writes a second, and their ratio. `npm run bench:stores`
 * A read is the row with its tokens opened; a write is new tokens sealed and compared-and-set, one after the other.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openTokens, sealTokens } from '../src/grants/records.ts'
import { createSeal } from '../src/grants/seal.ts'
import { Secret } from '../src/secret.ts'
import { createGrantRow } from '../src/stores/contract/check.ts'
import { memoryStore } from '../src/stores/memory.ts'
import { postgresStore } from '../src/stores/postgres.ts'
import { findDriver } from '../src/stores/sqlite/driver.ts'
import { sqliteStore } from '../src/stores/sqlite.ts'
import type { Store } from '../src/stores/store.ts'
import { startPostgres } from '../test/postgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-bench-'))
const seal = createSeal([randomBytes(32).toString('base64')], randomBytes)
const tokens = { accessToken: new Secret('a'.repeat(110)), refreshToken: new Secret('r'.repeat(110)) }
const sealed = seal.seal('x'.repeat(230), 'bench')

/** Operations a second, of the best of three turns of `ms`. */
async function rate(operation: (turn: number) => unknown, ms = 700): Promise<number> {
  let best = 0
  for (let turn = 0; turn < 3; turn++) {
    const began = performance.now()
    let count = 0
    while (performance.now() - began < ms) await operation(count++)
    best = Math.max(best, (count / (performance.now() - began)) * 1000)
  }
  return best
}

async function measure(store: Store): Promise<{ reads: number; writes: number }> {
  let generation = 1
  await store.insertGrant({ ...createGrantRow(), generation, sealedTokens: sealTokens(seal, 'grant-1', 1, tokens) })
  const reads = await rate(async () => openTokens(seal, (await store.getGrant('grant-1'))!))
  const writes = await rate(async () => {
    const sealedTokens = sealTokens(seal, 'grant-1', generation + 1, tokens)
    await store.updateGrant('grant-1', generation, { generation: ++generation, sealedTokens })
  })
  return { reads, writes }
}

async function measureSqliteDriver(): Promise<{ reads: number; writes: number }> {
  const database = findDriver()(join(folder, 'bare.db'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('CREATE TABLE bare (id TEXT PRIMARY KEY, sealed TEXT, generation INTEGER)')
  database.prepare('INSERT INTO bare VALUES (?, ?, 1)').run('grant-1', sealed)
  const get = database.prepare('SELECT id, sealed, generation FROM bare WHERE id = ?')
  const update = database.prepare('UPDATE bare SET sealed = ?, generation = generation + 1 WHERE id = ?')
  const figures = {
    reads: await rate(() => get.get('grant-1')),
    writes: await rate(() => update.run(sealed, 'grant-1')),
  }
  database.close()
  return figures
}

async function measurePostgresDriver(connectionString: string): Promise<{ reads: number; writes: number }> {
  const pool = new pg.Pool({ connectionString })
  await pool.query('CREATE TABLE bare (id TEXT PRIMARY KEY, sealed TEXT, generation BIGINT)')
  await pool.query('INSERT INTO bare VALUES ($1, $2, 1)', ['grant-1', sealed])
  const get = { name: 'get', text: 'SELECT id, sealed, generation FROM bare WHERE id = $1', values: ['grant-1'] }
  const text = 'UPDATE bare SET sealed = $1, generation = generation + 1 WHERE id = $2'
  const update = { name: 'update', text, values: [sealed, 'grant-1'] }
  const figures = { reads: await rate(() => pool.query(get)), writes: await rate(() => pool.query(update)) }
  await pool.end()
  return figures
}

type Figures = Awaited<ReturnType<typeof measure>>

function print(name: string, ours: Figures, floor?: Figures): void {
  const part = (kind: keyof Figures) => {
    const ratio = floor ? ` (${((ours[kind] / floor[kind]) * 100).toFixed(0)} % of the bare driver)` : ''
    return `${Math.round(ours[kind])} ${kind}/s${ratio}`
  }
  console.log(`${name.padEnd(11)} ${part('reads')}, ${part('writes')}`)
}

const server = await startPostgres()
try {
  print('memory', await measure(memoryStore({ now: () => 0 })))
  const sqlite = sqliteStore({ file: join(folder, 'ours.db') })
  print('SQLite', await measure(sqlite), await measureSqliteDriver())
  await sqlite.close()
  const [ours, bare] = [await server.createDatabase(), await server.createDatabase()]
  const postgres = postgresStore({ connectionString: ours })
  print('PostgreSQL', await measure(postgres), await measurePostgresDriver(bare))
  await postgres.close()
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
