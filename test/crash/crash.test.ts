import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findDriver } from '../../src/stores/sqlite/driver.ts'
import { runOn, startPostgres, type TestPostgres } from '../postgres.ts'
import { type Aftermath, killAt } from './cycle.ts'
import { beforeAsking, losing, type Step, steps } from './steps.ts'

const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-crash-'))
let server: TestPostgres

beforeAll(async () => {
  server = await startPostgres()
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.stop()
})

const rotations = ['keep', 'grace', 'strict'] as const
const AT_ONCE = 3
/** So short that a lease left behind can be waited for, and long enough for a machine that is busy. */
const SHORT_MS = 1_500
/** Nobody waits for such a lease to end. */
const LONG_MS = 20_000

interface TestDatabase {
  name: string
  /** A new, empty one, as `DATABASE_URL` would name it. */
  create(): Promise<string>
  /** What is wrong with it after a crash; `ok` when nothing is. */
  check(url: string): Promise<string>
}

let files = 0
const sqlite: TestDatabase = {
  name: 'SQLite',
  create: async () => `sqlite:${join(folder, `${files++}.db`)}`,
  async check(url) {
    const database = findDriver()(url.replace('sqlite:', ''))
    const { integrity_check } = database.prepare('PRAGMA integrity_check').get() as { integrity_check: string }
    database.close()
    return integrity_check
  },
}

const postgres: TestDatabase = {
  name: 'PostgreSQL',
  create: () => server.createDatabase(),
  async check(url) {
    await runOn(url, 'REINDEX TABLE grantkeeper_grants')
    return 'ok'
  },
}

/** One cycle for each step, a few at once. */
async function killAtEveryStep(database: TestDatabase, rotation: (typeof rotations)[number]) {
  const aftermaths = new Map<Step, Aftermath & { check: string }>()
  const waiting = [...steps]
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const url = await database.create()
      const aftermath = await killAt({
        step,
        rotation,
        database: url,
        deadlineMs: beforeAsking.includes(step) ? LONG_MS : SHORT_MS,
      })
      aftermaths.set(step, { ...aftermath, check: await database.check(url) })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return aftermaths
}

describe.each([sqlite, postgres])('kill -9 of a process that refreshes a grant on $name', (database) => {
  it.each(rotations)(
    'loses no more than the only copy of a token, whichever step it is at: %s',
    async (rotation) => {
      const aftermaths = await killAtEveryStep(database, rotation)
      for (const [step, { grant, overlap, check }] of aftermaths) {
        const mayBeLost = rotation === 'strict' && losing.includes(step)
        expect(mayBeLost ? ['works', 'WX-ANSWER-LOST'] : ['works'], step).toContain(grant)
        expect([overlap, check], step).toEqual([1, 'ok'])
      }
      if (rotation === 'strict') expect(aftermaths.get('when the answer has come')?.grant).toBe('WX-ANSWER-LOST')
      // A lease under which nothing was asked is not waited for.
      for (const step of beforeAsking) expect(aftermaths.get(step)?.recoveredMs, step).toBeLessThan(LONG_MS)
      const recovered = [...aftermaths.values()].map(({ recoveredMs }) => recoveredMs)
      const lost = [...aftermaths.values()].filter(({ grant }) => grant !== 'works').length
      console.log(
        `kill -9, ${database.name}, ${rotation}: ${steps.length} kills, ${lost} lost, at most ${Math.max(...recovered)} ms until the next token`,
      )
    },
    120_000,
  )
})
