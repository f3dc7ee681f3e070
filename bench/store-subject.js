/**
 * One kind of store against its driver, on plain Node: 200 callers at the moment a token expires, then reads and writes one
 * after the other. Turns of ours and of the floor alternate; tells the parent the median of each.
 */
import { randomBytes } from 'node:crypto'
import { Pool } from 'undici'
import { nodeEnvironment } from '../dist/environment.js'
import { createEvents } from '../dist/events.js'
import { createGrants } from '../dist/grants/index.js'
import { openTokens, sealTokens } from '../dist/grants/records.js'
import { refreshLimits } from '../dist/grants/refresh-limits.js'
import { createSeal } from '../dist/grants/seal.js'
import { readIntegration } from '../dist/oauth/integration.js'
import { Secret } from '../dist/secret.js'
import { createSessions } from '../dist/sessions/sessions.js'
import { createGrantRow } from '../dist/stores/contract/check.js'
import { kinds } from './drivers.js'

const CALLERS = 200
const LIFE_MS = 15 * 86_400_000
const { kind, rounds, upstream, ...place } = JSON.parse(process.env.SUBJECT)

const clock = { passedMs: 0 }
const environment = nodeEnvironment({ now: () => Date.now() + clock.passedMs })
const integration = readIntegration({
  clientId: `C${'a1'.repeat(32)}`,
  clientSecret: 'b2'.repeat(32),
  redirectUri: 'http://localhost:10060/oauth',
  scopes: 'spark:rooms_read',
  baseUrl: `${upstream}/v1`,
})
const seal = createSeal([randomBytes(32).toString('base64')], randomBytes)
const tokens = { accessToken: new Secret('a'.repeat(110)), refreshToken: new Secret('r'.repeat(110)) }
const { store, driver } = await kinds[kind](place)
const grants = createGrants({
  integration,
  environment,
  events: createEvents(),
  store,
  seal,
  limits: refreshLimits(),
  holder: 'bench:1',
  identify: async () => undefined,
})
const sessions = createSessions({ store, environment, secure: true })

/** A healthy grant whose access token lives for two weeks from now. */
async function insertGrant(id) {
  const now = environment.now()
  const life = { lastOkAt: now, accessExpiresAt: now + LIFE_MS, refreshExpiresAt: now + 6 * LIFE_MS }
  const fine = {
    clientId: integration.clientId,
    personId: id,
    status: 'healthy',
    failures: 0,
    nextTryAt: null,
    generation: 1,
  }
  await store.insertGrant(createGrantRow({ id, ...fine, ...life, sealedTokens: sealTokens(seal, id, 1, tokens) }))
}

const pool = new Pool(upstream)
const form = new URLSearchParams({
  grant_type: 'refresh_token',
  refresh_token: 'r'.repeat(110),
  client_id: integration.clientId,
  client_secret: 'b2'.repeat(32),
}).toString()
const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }

/** One token request, one write of its answer, and the callers who waited for it. */
async function renewBare() {
  const { body } = await pool.request({ method: 'POST', path: '/v1/access_token', headers, body: form })
  const answer = await body.json()
  await driver.write(JSON.stringify(answer))
  return answer.access_token
}

let generation = 1
let stampedes = 0
const session = (await sessions.renew(undefined, { owner: 'owner', grantId: 'read' })).split(';')[0]
for (const id of ['stampede', 'read', 'write']) await insertGrant(id)

const works = {
  session: {
    async ours() {
      const { grantId } = await sessions.read(session)
      await grants.accessToken(grantId)
    },
    bare: () => driver.read(),
  },
  read: { ours: async () => openTokens(seal, await store.getGrant('read')), bare: () => driver.read() },
  write: {
    async ours() {
      const sealedTokens = sealTokens(seal, 'write', generation + 1, tokens)
      await store.updateGrant('write', generation, { generation: ++generation, sealedTokens })
    },
    bare: () => driver.write('x'.repeat(330)),
  },
  // The last, for it moves the clock.
  stampede: {
    async ours() {
      stampedes += 1
      clock.passedMs += LIFE_MS
      await Promise.all(Array.from({ length: CALLERS }, () => grants.accessToken('stampede')))
    },
    async bare() {
      const renewing = renewBare()
      await Promise.all(Array.from({ length: CALLERS }, async () => await renewing))
    },
  },
}

/** Microseconds a piece, by the clock on the wall and of this process's processor time. */
async function takeTurn(work, ms = 250) {
  const cpuBefore = process.cpuUsage()
  const began = performance.now()
  let count = 0
  while (performance.now() - began < ms) {
    await work()
    count += 1
  }
  const wall = (performance.now() - began) * 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  return { wall: wall / count, cpu: (user + system) / count }
}

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

async function compare({ ours, bare }) {
  for (const work of [ours, bare]) await takeTurn(work, 500)
  const turns = []
  for (let round = 0; round < rounds; round++) turns.push({ ours: await takeTurn(ours), bare: await takeTurn(bare) })
  const of = (figure) => median(turns.map(figure))
  return {
    wallRatio: of(({ ours, bare }) => ours.wall / bare.wall),
    cpuRatio: of(({ ours, bare }) => ours.cpu / bare.cpu),
    oursMicros: of(({ ours }) => ours.wall),
    bareMicros: of(({ bare }) => bare.wall),
  }
}

const figures = {}
for (const [name, work] of Object.entries(works)) figures[name] = await compare(work)
const row = await store.getGrant('stampede')
if (row.generation - 1 !== stampedes) throw new Error(`${stampedes} stampedes made ${row.generation - 1} refreshes`)
process.send(figures)
await Promise.all([store.close(), driver.close(), pool.close(), environment.close()])
process.disconnect()
