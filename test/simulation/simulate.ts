import { isGrantkeeperError } from '../../src/errors/index.ts'
import { rowOfTokens } from '../../src/grants/records.ts'
import type { GrantRow } from '../../src/grants/store.ts'
import { Secret } from '../../src/secret.ts'
import { integration } from './client.ts'
import type { Figures } from './figures.ts'
import type { IssuedTokens } from './provider.ts'
import { readName } from './provider.ts'
import { createWorld, type Place, type World, type WorldOptions } from './world.ts'

export interface Simulated {
  seed: number
  figures: Figures
  /** What must never happen and did; empty when all is well. */
  violations: string[]
  traceHash: string
}

const MINUTE = 60_000
const HOURS = 12
const GRANTS = 4
/** A call that began this long after newer tokens were stored must not get older ones. */
const HELD_FOR_MS = 1000
const ALLOWED_ERRORS = ['WX-REFRESH-FAILING', 'WX-STORE-UNAVAILABLE', 'WX-RECONNECT', 'WX-ANSWER-LOST'] as const

/** Lives through twelve hours of one world, lets it heal, and says what became of its grants. */
export async function simulate(options: WorldOptions): Promise<Simulated> {
  const world = createWorld(options)
  const { schedule, witness } = world
  const open = new Set<OpenCall>()
  const grants = await Promise.all(Array.from({ length: GRANTS }, () => addGrant(world)))
  for (const grant of grants) planCalls(world, grant, open)
  crowdRefreshes(world, open)
  await schedule.runUntil(schedule.now() + HOURS * 60 * MINUTE)
  world.troubles.heal()
  await schedule.runUntil(schedule.now() + 15 * MINUTE)
  await checkHealed(world, grants)
  for (const { process, grant, startedAt } of open) {
    if (process.isAlive()) witness.accuse(`a call for ${grant} hangs since ${new Date(startedAt).toISOString()}`)
  }
  return {
    seed: options.seed,
    figures: witness.figures,
    violations: witness.violations,
    traceHash: witness.traceHash(),
  }
}

interface OpenCall {
  process: Place['process']
  grant: string
  startedAt: number
}

/** A person connects: a row with the provider's first tokens. */
export async function addGrant({ random, schedule, provider, store, witness, seal }: World): Promise<string> {
  const id = Buffer.from(random.bytes(16)).toString('hex')
  const now = schedule.now()
  const row: GrantRow = {
    id,
    clientId: integration.clientId,
    owner: id,
    personId: '',
    personName: null,
    personEmail: null,
    orgId: null,
    scopesAsked: '',
    scopesGranted: '',
    connectedAt: now,
    leaseAttempt: null,
    leaseHolder: null,
    leaseUntil: null,
    askedAt: null,
    ...rowOfTokens(seal, id, 1, readTokens(provider.connect(id), now + provider.lifeMs), now),
  }
  await store.insertGrant(row)
  witness.onCommit(undefined, row)
  witness.figures.grants++
  return id
}

function readTokens({ accessToken, refreshToken }: IssuedTokens, accessExpiresAt: number) {
  return {
    accessToken: new Secret(accessToken),
    refreshToken: new Secret(refreshToken),
    accessExpiresAt,
    refreshExpiresAt: undefined,
    scopes: undefined,
  }
}

/** Busy times and quiet times; some calls come from all processes at once. A person whose grant ended connects again. */
function planCalls(world: World, grant: string, open: Set<OpenCall>): void {
  const { schedule, places } = world
  const random = world.random.fork()
  let busyUntil = schedule.now() + random.waitFor(20 * MINUTE)
  const next = () => {
    if (world.troubles.isHealed()) return
    if (schedule.now() > busyUntil) {
      const quietUntil = schedule.now() + random.waitFor(40 * MINUTE)
      busyUntil = quietUntil + random.waitFor(20 * MINUTE)
      return schedule.at(quietUntil, next)
    }
    const callers = random.chance(0.3) ? places : [places[Math.floor(random.between(0, places.length))] as Place]
    for (const place of callers) {
      const { process } = place
      process.deliver(schedule.now() + random.between(0, 200), () => void call(world, place, grant, open))
    }
    schedule.at(schedule.now() + random.waitFor(5 * MINUTE), next)
  }
  schedule.at(schedule.now(), next)
  const visit = () => {
    void reconnect(world, grant)
    schedule.at(schedule.now() + random.between(30, 90) * MINUTE, visit)
  }
  schedule.at(schedule.now() + random.between(30, 90) * MINUTE, visit)
}

/** While one process refreshes, the others want the token too: that is when they could do harm. */
function crowdRefreshes(world: World, open: Set<OpenCall>): void {
  const { schedule, places } = world
  const random = world.random.fork()
  const crowdedAt = new Map<string, number>()
  world.onLease((grant) => {
    const isCrowded = schedule.now() - (crowdedAt.get(grant) ?? 0) < 5 * MINUTE
    if (world.troubles.isHealed() || isCrowded || random.chance(0.5)) return
    crowdedAt.set(grant, schedule.now())
    const callers = Array.from({ length: 6 }, () => places[Math.floor(random.between(0, places.length))] as Place)
    for (const place of callers) {
      place.process.deliver(schedule.now() + random.between(0, 75_000), () => void call(world, place, grant, open))
    }
  })
}

async function call(world: World, { process, client }: Place, grant: string, open: Set<OpenCall>): Promise<void> {
  const { schedule, witness, provider } = world
  const { figures } = witness
  const started = { process, grant, startedAt: schedule.now() }
  open.add(started)
  figures.calls++
  try {
    const given = await client.accessToken(grant)
    checkToken(world, started, given.token.reveal())
    // Another process renewed it where that ends the older one at once: Webex refuses it, and it is replaced.
    if (!provider.accepts(given.token.reveal())) {
      const replaced = await client.accessToken(grant, { rejected: { generation: given.generation } })
      if (replaced.generation <= given.generation) witness.accuse(`${grant}: a refused token was given again`)
    }
    figures.served++
  } catch (error) {
    checkError(world, grant, error)
  }
  figures.longestCallMs = Math.max(figures.longestCallMs, schedule.now() - started.startedAt)
  open.delete(started)
}

function checkToken({ witness, provider, schedule }: World, { process, grant, startedAt }: OpenCall, token: string) {
  witness.note(`${process.name} gives ${token}`)
  const stored = witness.stored(grant)
  const { number } = readName(token)
  if (number < stored.number && startedAt > stored.at + HELD_FOR_MS) witness.accuse(`${process.name} gave old ${token}`)
  if (provider.expiresAt(token) <= schedule.now()) witness.accuse(`${process.name} gave expired ${token}`)
}

function checkError({ witness }: World, grant: string, error: unknown): void {
  const code = isGrantkeeperError(error, ...ALLOWED_ERRORS) ? error.code : undefined
  witness.note(`${grant} failed: ${code}`)
  if (!code) witness.accuse(`${grant} failed with ${error}`)
  if (!code) return
  const { failed } = witness.figures
  failed[code] = (failed[code] ?? 0) + 1
}

async function reconnect({ store, provider, seal, schedule, witness }: World, grant: string): Promise<void> {
  const row = await store.getGrant(grant)
  if (row?.status !== 'reconnect') return
  const now = schedule.now()
  const tokens = readTokens(provider.connect(grant), now + provider.lifeMs)
  await store.updateGrant(grant, row.generation, {
    ...rowOfTokens(seal, grant, row.generation + 1, tokens, now),
    endLease: true,
  })
  const written = await store.getGrant(grant)
  if (written) witness.onCommit(undefined, written)
}

/** Once the faults are over, every grant works or says that it ended. */
async function checkHealed(world: World, grants: string[]): Promise<void> {
  const { schedule, witness, places } = world
  for (const grant of grants) {
    const row = await world.store.getGrant(grant)
    if (row?.status === 'reconnect') continue
    for (const { client, process } of places) {
      client.accessToken(grant).then(
        (given) => checkToken(world, { process, grant, startedAt: schedule.now() }, given.token.reveal()),
        (error) => {
          if (!isGrantkeeperError(error, 'WX-RECONNECT', 'WX-ANSWER-LOST'))
            witness.accuse(`${grant} stays broken: ${error}`)
        },
      )
    }
    await schedule.runUntil(schedule.now() + 2 * MINUTE)
  }
}
