import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmulator } from '../../src/emulator/index.ts'
import { postgresStore } from '../../src/stores/postgres.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import { startPostgres, type TestPostgres } from '../postgres.ts'
import { createTrip } from '../trips/trip.ts'

const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-processes-'))
let postgres: TestPostgres

beforeAll(async () => {
  postgres = await startPostgres()
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await postgres.stop()
})

const DAYS_AHEAD = 15 * 86_400_000

type Rotation = 'keep' | 'grace' | 'strict'
const rotations: Rotation[] = ['keep', 'grace', 'strict']

/** A database, as the processes are told of it. */
type Place = { file: string } | { connectionString: string }

async function runCaller(given: unknown): Promise<{ succeeded: number; failures: string[] }> {
  const args = ['--import', 'tsx', join(import.meta.dirname, 'caller.ts')]
  const child = spawn(process.execPath, args, {
    env: { ...process.env, CALLER: JSON.stringify(given) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return JSON.parse(output)
}

/** Connects Ada, lets her token expire, and has several processes call with it at once. */
async function stampede(place: Place, options: { rotation: Rotation; processes: number; calls: number }) {
  const key = randomBytes(32).toString('base64')
  const emulator = createEmulator({ rotation: options.rotation })
  const { close } = await emulator.listen({ port: 0 })
  const trip = createTrip({ on: emulator, keeper: { store: openStore(place), keys: [key] } })
  await trip.newVisitor().grantAs('ada')
  const [grant] = await trip.keeper.grants.list()
  await trip.keeper.close()

  emulator.clock.advance(DAYS_AHEAD)
  const before = trip.requests('POST /v1/access_token')
  const { clientId, clientSecret, scopes } = trip.integration
  const redirectUri = 'http://localhost:10060/oauth'
  const integration = { clientId, clientSecret, redirectUri, scopes, baseUrl: `${emulator.url}/v1` }
  const given = { ...place, integration, key, grant: grant?.id, calls: options.calls, aheadMs: DAYS_AHEAD }
  const results = await Promise.all(Array.from({ length: options.processes }, () => runCaller(given)))
  await close()
  return { results, refreshes: trip.requests('POST /v1/access_token') - before, overlap: emulator.overlap() }
}

function openStore(place: Place): Store {
  return 'file' in place ? sqliteStore(place) : postgresStore(place)
}

const crowds = [
  { store: 'SQLite', processes: 2, calls: 50 },
  { store: 'SQLite', processes: 4, calls: 50 },
  { store: 'PostgreSQL', processes: 4, calls: 50 },
].flatMap((crowd) => rotations.map((rotation) => ({ ...crowd, rotation })))

describe.each(crowds)(
  '$processes processes on one $store, rotation $rotation',
  ({ store, processes, calls, rotation }) => {
    it(`make one refresh for ${calls} calls each at expiry, and fail none`, { timeout: 60_000 }, async () => {
      const file = join(folder, `${processes}-${rotation}.db`)
      const place = store === 'SQLite' ? { file } : { connectionString: await postgres.createDatabase() }
      expect(await stampede(place, { rotation, processes, calls })).toEqual({
        results: Array(processes).fill({ succeeded: calls, failures: [] }),
        refreshes: 1,
        overlap: 1,
      })
      console.log(
        `stampede, ${store}, ${rotation}: ${processes} processes × ${calls} calls, 1 refresh, overlap 1, 0 failed`,
      )
    })
  },
)
