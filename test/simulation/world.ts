import { type RefreshLimits, refreshLimits } from '../../src/grants/refresh-limits.ts'
import type { Seal } from '../../src/grants/seal.ts'
import type { GrantRow } from '../../src/grants/store.ts'
import type { Secret } from '../../src/secret.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { type Client, type CreateClient, createRealClient, createTestSeal } from './client.ts'
import type { Faults } from './faults.ts'
import { connectStore, type Database } from './faulty-store.ts'
import { connectNetwork } from './network.ts'
import { createProcess, type SimulatedProcess } from './process.ts'
import { createProvider, drawHabits, type Mode, type Provider } from './provider.ts'
import { createRandom, type Random } from './random.ts'
import { createSchedule, type Schedule } from './schedule.ts'
import { type CallKind, createTroubles, type Troubles } from './troubles.ts'
import { createWitness, type Witness } from './witness.ts'

export interface WorldOptions {
  seed: number
  mode: Mode
  /** What the processes are told about the provider. Default `unknown`. */
  rotation?: RefreshLimits['rotation']
  createClient?: CreateClient
  /** Faults of each call, in place of those drawn from the seed. */
  plan?: Plan
}

/** What goes wrong with the next call of this process. */
export type Plan = (process: SimulatedProcess, call: CallKind) => Faults

/** A process and what runs in it. A crash puts another into its place. */
export interface Place {
  process: SimulatedProcess
  client: Client
}

/** Three processes, one store, one provider, and the troubles between them. */
export interface World {
  schedule: Schedule
  random: Random
  limits: RefreshLimits
  provider: Provider
  witness: Witness
  store: Database['rows']
  seal: Seal
  places: Place[]
  troubles: Troubles
  leaseListeners: ((row: GrantRow) => void)[]
  startListeners: ((place: Place) => void)[]
}

const PROCESSES = 3
const START_AT = Date.UTC(2026, 0, 1)

export function createWorld({ seed, mode, rotation, createClient = createRealClient, plan }: WorldOptions): World {
  const random = createRandom(seed)
  const schedule = createSchedule(START_AT)
  const limits = refreshLimits(rotation)
  const seal = createTestSeal(random.fork().bytes)
  const provider = createProvider({ mode, habits: drawHabits(random.fork()), now: schedule.now })
  const troubles = createTroubles(schedule, random.fork(), (dead) => replaceDead(world, dead, start))
  const { storeAwayMsSince } = troubles
  const witness = createWitness({ mode, limits, seal, now: schedule.now, storeAwayMsSince })
  const store = memoryStore({ now: schedule.now })
  const parts = { schedule, random, limits, provider, witness, store, seal, troubles }
  const world: World = { ...parts, places: [], leaseListeners: [], startListeners: [] }
  const start = (name: string) => startProcess(world, name, createClient, plan ?? troubles.meet)
  for (let index = 0; index < PROCESSES; index++) world.places.push(start(`p${index}`))
  if (!plan) troubles.plan(world.places)
  return world
}

function replaceDead(
  { witness, places, startListeners }: World,
  dead: SimulatedProcess,
  start: (name: string) => Place,
): void {
  witness.note(`${dead.name} dies`)
  witness.figures.crashes++
  const place = places.find(({ process }) => process === dead)
  if (!place) return
  Object.assign(place, start(`${dead.name.split('.')[0]}.${witness.figures.crashes}`))
  for (const listener of startListeners) listener(place)
}

function startProcess(world: World, name: string, createClient: CreateClient, plan: Plan): Place {
  const { schedule, random, limits, provider, witness, places } = world
  const process = createProcess(name, schedule, random.fork())
  const faults = (call: CallKind) => plan(process, call)
  const transport = connectNetwork({ provider, witness, schedule, faults }, process)
  const client = createClient({
    environment: { ...process.environment, transport },
    store: connectStore(openDatabase(world), process, schedule, faults),
    seal: createTestSeal(process.random.bytes),
    limits,
    holder: name,
    isHolderAlive: (holder) => places.some((place) => place.process.name === holder),
    identify: (accessToken) => identify(process, provider, accessToken),
  })
  return { process, client }
}

function openDatabase({ store, troubles, witness, leaseListeners }: World): Database {
  return {
    rows: store,
    isAway: troubles.isStoreAway,
    onCommit: witness.onCommit,
    onDelete: witness.onDelete,
    onLease(process, row) {
      witness.onLease(process, row)
      for (const listener of leaseListeners) listener(row)
    },
  }
}

/** Asks the provider whose token it is, which takes a moment. */
async function identify(process: SimulatedProcess, provider: Provider, accessToken: Secret) {
  await process.environment.sleep(process.random.between(0, process.random.pick([20, 500])))
  const id = provider.personOf(accessToken.reveal())
  return { id, displayName: id, email: null, orgId: null }
}
