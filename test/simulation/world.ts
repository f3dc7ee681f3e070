import { type RefreshLimits, refreshLimits } from '../../src/grants/refresh-limits.ts'
import type { Seal } from '../../src/grants/seal.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { type Client, type CreateClient, createRealClient, createTestSeal } from './client.ts'
import type { Faults } from './faults.ts'
import { connectStore, type Database } from './faulty-store.ts'
import { connectNetwork } from './network.ts'
import { createProcess, type SimulatedProcess } from './process.ts'
import { createProvider, type Mode, type Provider } from './provider.ts'
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
  provider: Provider
  witness: Witness
  store: Database['rows']
  seal: Seal
  places: Place[]
  troubles: Pick<Troubles, 'heal' | 'isHealed'>
  /** Calls the listener when a process takes the lease of a grant. */
  onLease(listener: (grant: string) => void): void
}

export const PROCESSES = 3
const LIFE_MS = 20 * 60_000
const START_AT = Date.UTC(2026, 0, 1)

export function createWorld({ seed, mode, rotation, createClient = createRealClient, plan }: WorldOptions): World {
  const random = createRandom(seed)
  const schedule = createSchedule(START_AT)
  const limits = refreshLimits(rotation)
  const store = memoryStore({ now: schedule.now })
  const seal = createTestSeal(random.fork().bytes)
  const provider = createProvider(mode, schedule.now, LIFE_MS)
  const places: Place[] = []
  const leaseListeners: ((grant: string) => void)[] = []
  const troubles = createTroubles(schedule, random.fork(), (dead) => {
    witness.note(`${dead.name} dies`)
    witness.figures.crashes++
    const place = places.find(({ process }) => process === dead)
    if (place) Object.assign(place, start(`${dead.name}'`))
  })
  const witness = createWitness({ mode, limits, seal, now: schedule.now, outageMsSince: troubles.storeDownMsSince })
  const database: Database = {
    rows: store,
    isDown: troubles.isStoreDown,
    onLease(process, row) {
      witness.onLease(process, row)
      for (const listener of leaseListeners) listener(row.id)
    },
    onCommit: (process, row) => witness.onCommit(process, row),
  }
  const start = (name: string): Place => {
    const process = createProcess(name, schedule, random.fork())
    const faults = (call: CallKind) => (plan ?? troubles.meet)(process, call)
    const client = createClient({
      environment: {
        ...process.environment,
        transport: connectNetwork({ provider, witness, schedule, faults }, process),
      },
      store: connectStore(database, process, schedule, faults),
      seal: createTestSeal(process.random.bytes),
      limits,
      holder: name,
      isHolderAlive: (holder) => places.some((place) => place.process.name === holder),
    })
    return { process, client }
  }
  for (let index = 0; index < PROCESSES; index++) places.push(start(`p${index}`))
  if (!plan) troubles.plan(places)
  const onLease = (listener: (grant: string) => void) => void leaseListeners.push(listener)
  return { schedule, random, provider, witness, store, seal, places, troubles, onLease }
}
