import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readDatabase } from '../../src/config/database.ts'
import { openTokens } from '../../src/grants/records.ts'
import { createSeal } from '../../src/grants/seal.ts'
import { startPostgres, type TestPostgres } from '../postgres.ts'
import type { Visit, Visitor } from '../visitor.ts'
import { createServingWorld, type ServingWorld } from './serving.ts'

/** How long Webex takes for a token request: long enough to end a process in its midst. */
const WORK_MS = 1000

const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-ends-'))
let files = 0
let postgres: TestPostgres
let world: ServingWorld

beforeAll(async () => {
  postgres = await startPostgres()
})

afterEach(() => world.end())

afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** One way in which a person makes the app ask Webex for tokens. */
interface Deed {
  name: string
  prepare(ada: Visitor): Promise<() => Promise<Visit>>
  generation: number
  wanted: string
}

const deeds: Deed[] = [
  {
    name: 'a refresh',
    generation: 2,
    wanted: '200 /spaces',
    async prepare(ada) {
      await ada.grantAs('ada')
      world.emulator.expireAll()
      return () => ada.get('/spaces')
    },
  },
  {
    name: 'a sign-in',
    generation: 1,
    wanted: '200 /granted',
    async prepare(ada) {
      const callback = await world.emulator.signIn(await ada.pressGrant(), 'ada')
      return () => ada.get(callback)
    },
  },
]

/** What the database says once the process is gone: the tokens are Webex's newest, and nobody holds the lease. */
async function readAftermath(database: string) {
  const store = readDatabase({ name: 'DATABASE_URL', origin: 'env', value: database }, '/').open()
  const [row] = await store.listGrants({ limit: 1 })
  await store.close()
  if (!row) return undefined
  const token = openTokens(createSeal([world.key], randomBytes), row).accessToken.reveal()
  const headers = { authorization: `Bearer ${token}` }
  const { status } = await fetch(`${world.emulator.url}/v1/people/me`, { headers })
  return { generation: row.generation, leaseHolder: row.leaseHolder, status: row.status, answerToToken: status }
}

async function openDatabase(store: string): Promise<string> {
  return store === 'SQLite' ? `sqlite:${join(folder, `${files++}.db`)}` : postgres.createDatabase()
}

/** The browser waits for the answer, or has gone away by the time of the signal. */
const browsers = ['waits', 'has gone'] as const

const ends = ['SQLite', 'PostgreSQL'].flatMap((store) =>
  deeds.flatMap((deed) => browsers.map((browser) => ({ store, deed, doing: deed.name, browser }))),
)

describe.each(ends)('a server on $store that is told to end amid $doing, while the browser $browser', (end) => {
  it('writes the new tokens, answers, and ends with 0', async () => {
    const database = await openDatabase(end.store)
    world = await createServingWorld(database)
    const [ending, staying] = await Promise.all([world.start(), world.start()])
    let serving = ending
    const leaving = new AbortController()
    const ada = world.newVisitor(() => serving, leaving.signal)
    const act = await end.deed.prepare(ada)
    world.emulator.faults.add({ on: 'POST /v1/access_token', times: 1, delayMs: WORK_MS })
    const held = world.untilHeld()
    const visited = act().then(
      ({ status, url }) => `${status} ${url.pathname}`,
      () => 'gone',
    )
    await held
    // What the ending one has not accepted yet goes to the other, as a balancer sees to it.
    serving = staying
    if (end.browser === 'has gone') leaving.abort()
    const toldAt = performance.now()
    const code = await ending.server.stop('SIGTERM')
    const tookMs = Math.round(performance.now() - toldAt)
    expect(await visited).toBe(end.browser === 'waits' ? end.deed.wanted : 'gone')
    expect([code, tookMs > WORK_MS / 2, tookMs < 10_000]).toEqual([0, true, true])
    expect(await readAftermath(database)).toEqual({
      generation: end.deed.generation,
      leaseHolder: null,
      status: 'healthy',
      answerToToken: 200,
    })
    console.log(
      `SIGTERM amid ${end.doing} of ${WORK_MS} ms, ${end.store}, browser ${end.browser}: ended with 0 after ${tookMs} ms`,
    )
  })
})
