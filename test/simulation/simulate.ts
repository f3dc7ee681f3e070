import { attend, callWebex, checkToken, type OpenCalls } from './calls.ts'
import { integration } from './client.ts'
import type { Figures } from './figures.ts'
import { addPerson, type Person, pickPlace, planRaces, planVisits } from './people.ts'
import { createWorld, type Place, type World, type WorldOptions } from './world.ts'

export interface Simulated {
  seed: number
  figures: Figures
  /** What must never happen and did; empty when all is well. */
  violations: string[]
  traceHash: string
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const BUSY_MS = 12 * HOUR
/** Longer than a refresh token lives: who is idle must be kept alive. */
const IDLE_MS = 36 * HOUR
/** Long enough for the hourly tries of a revocation. */
const QUIET_MS = 2.5 * HOUR
const PEOPLE = ['ann', 'ben', 'cleo', 'dan']

/** Lives through a busy half day and idle days of one world, lets it heal, and says what became of its grants. */
export async function simulate(options: WorldOptions): Promise<Simulated> {
  const world = createWorld(options)
  const { schedule, witness } = world
  const open: OpenCalls = new Set()
  const people = await Promise.all(PEOPLE.map((name) => addPerson(world, name)))
  const busyUntil = schedule.now() + BUSY_MS
  for (const person of people) {
    planCalls(world, person, busyUntil, open)
    planVisits(world, person, busyUntil, open)
  }
  crowdRefreshes(world, people, open)
  planRaces(world, people, open)
  const startTidying = (place: Place) => keepTidy(world, place, open)
  world.places.forEach(startTidying)
  world.startListeners.push(startTidying)
  await schedule.runUntil(busyUntil + IDLE_MS)
  world.troubles.heal()
  await schedule.runUntil(schedule.now() + QUIET_MS)
  await checkHealed(world, open)
  await checkRevocations(world)
  checkHanging(world, open)
  return {
    seed: options.seed,
    figures: witness.figures,
    violations: witness.violations,
    traceHash: witness.hash(),
  }
}

/** The command that lives through one world again. */
export function describeRepeat({ seed, mode, rotation = 'unknown' }: WorldOptions): string {
  return `npm run simulate -- --seeds 1 --from ${seed} --mode ${mode} --rotation ${rotation}`
}

/** Busy times and quiet times; some calls come from all processes at once. */
function planCalls(world: World, person: Person, until: number, open: OpenCalls): void {
  const { schedule, places } = world
  const random = world.random.fork()
  let busyUntil = schedule.now() + random.waitFor(20 * MINUTE)
  const next = () => {
    if (schedule.now() > until) return
    if (schedule.now() > busyUntil) {
      const quietUntil = schedule.now() + random.waitFor(40 * MINUTE)
      busyUntil = quietUntil + random.waitFor(20 * MINUTE)
      return schedule.at(quietUntil, next)
    }
    const callers = random.chance(0.3) ? places : [places[Math.floor(random.between(0, places.length))] as Place]
    for (const place of callers) callSoon(world, place, person, random.between(0, 200), open)
    schedule.at(schedule.now() + random.waitFor(5 * MINUTE), next)
  }
  schedule.at(schedule.now(), next)
}

/** While one process refreshes, the others want the token too: that is when they could do harm. */
function crowdRefreshes(world: World, people: Person[], open: OpenCalls): void {
  const { schedule } = world
  const random = world.random.fork()
  const crowdedAt = new Map<string, number>()
  world.leaseListeners.push(({ owner }) => {
    const person = people.find(({ name }) => name === owner)
    const isCrowded = schedule.now() - (crowdedAt.get(owner) ?? 0) < 5 * MINUTE
    if (!person || world.troubles.isHealed() || isCrowded || random.chance(0.5)) return
    crowdedAt.set(owner, schedule.now())
    for (let caller = 0; caller < 6; caller++)
      callSoon(world, pickPlace(world), person, random.between(0, 75_000), open)
  })
}

function callSoon(world: World, place: Place, { grant }: Person, afterMs: number, open: OpenCalls): void {
  const { process, client } = place
  const call = () => callWebex(world, { process, client }, grant, open)
  process.deliver(world.schedule.now() + afterMs, call)
}

/** As the app does: again and again, with a minute between. */
function keepTidy(world: World, { process, client }: Place, open: OpenCalls): void {
  const mayFail = () => ['WX-STORE-UNAVAILABLE'] as const
  const task = { process, what: 'the due work', mayFail, work: () => client.runDue() }
  const run = async () => {
    await attend(world, open, task)
    process.deliver(world.schedule.now() + MINUTE, run)
  }
  process.deliver(world.schedule.now() + world.random.between(0, MINUTE), run)
}

/** Once the faults are over, every grant works, or turns out to have lost an answer. */
async function checkHealed(world: World, open: OpenCalls): Promise<void> {
  const { schedule, store, places } = world
  for (const row of await store.listGrants({ limit: 100 })) {
    if (row.status === 'reconnect') continue
    for (const { client, process } of places) {
      const work = async (call: Parameters<typeof checkToken>[1]) => {
        const given = await client.accessToken(row.id)
        checkToken(world, call, row.id, given.token.reveal())
      }
      const mayFail = () => ['WX-RECONNECT', 'WX-ANSWER-LOST'] as const
      void attend(world, open, { process, what: `a last call for ${row.id}`, mayFail, work })
    }
    await schedule.runUntil(schedule.now() + 2 * MINUTE)
  }
}

async function checkRevocations({ store, witness, provider }: World): Promise<void> {
  const everything = { now: Number.MAX_SAFE_INTEGER, until: Number.MAX_SAFE_INTEGER, limit: 1000 }
  const left = await store.claimDueRevocations(integration.clientId, everything)
  witness.figures.revocations.left += left.length
  if (left.length > 0) witness.accuse(`${left.length} revocations were left`)
  witness.checkRevoked(provider)
}

/** What has been open since before the world was whole, in a process that lives, will never end. */
function checkHanging({ schedule, witness }: World, open: OpenCalls): void {
  for (const { process, what, startedAt } of open) {
    const isOld = schedule.now() - startedAt > 2 * MINUTE
    if (process.isAlive() && isOld) witness.accuse(`${what} hangs since ${new Date(startedAt).toISOString()}`)
  }
}
