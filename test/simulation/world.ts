import { type RefreshLimits, refreshLimits } from '../../src/grants/refresh-limits.ts'
import type { Seal } from '../../src/grants/seal.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { type Client, type CreateClient, createRealClient, createTestSeal } from './client.ts'
import { drawFaults, type Faults, noFaults } from './faults.ts'
import { connectStore, type Database } from './faulty-store.ts'
import { connectNetwork } from './network.ts'
import { createProcess, lengthWithin, type SimulatedProcess } from './process.ts'
import { createProvider, type Mode, type Provider } from './provider.ts'
import { createRandom, type Random } from './random.ts'
import { createSchedule, type Schedule } from './schedule.ts'
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
export type Plan = (process: SimulatedProcess, call: 'store' | 'network') => Faults

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
  /** From now on everything works. */
  heal(): void
  isHealed(): boolean
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
  const outages: { from: number; until: number }[] = []
  const outageMsSince = (since: number) =>
    outages.reduce((sum, { from, until }) => sum + lengthWithin(from, until, since, schedule.now()), 0)
  const witness = createWitness({ mode, limits, seal, now: schedule.now, outageMsSince })
  let faults = plan ? noFaults : drawFaults(random.fork())
  const database: Database = {
    rows: store,
    isDown: () => outages.some(({ from, until }) => from <= schedule.now() && schedule.now() < until),
    onLease: (process, row) => witness.onLease(process, row.id),
    onCommit: (process, row) => witness.onCommit(process, row),
  }
  const start = (name: string): Place => {
    const process = createProcess(name, schedule, random.fork())
    const faultsOf = (call: 'store' | 'network') => () => plan?.(process, call) ?? faults
    const transport = connectNetwork({ provider, witness, schedule, faults: faultsOf('network') }, process)
    const client = createClient({
      environment: { ...process.environment, transport },
      store: connectStore(database, process, schedule, faultsOf('store')),
      seal: createTestSeal(process.random.bytes),
      limits,
      holder: name,
    })
    return { process, client }
  }
  const places = Array.from({ length: PROCESSES }, (_, index) => start(`p${index}`))
  const world: World = {
    schedule,
    random,
    provider,
    witness,
    store,
    seal,
    places,
    heal() {
      faults = noFaults
      for (const outage of outages) outage.until = Math.min(outage.until, schedule.now())
    },
    isHealed: () => faults === noFaults,
  }
  planTroubles(world, faults, outages, start)
  return world
}

function planTroubles(
  world: World,
  faults: Faults,
  outages: { from: number; until: number }[],
  start: (name: string) => Place,
): void {
  const { schedule, places, witness } = world
  const random = world.random.fork()
  const repeat = (everyMs: number, trouble: () => void) => {
    schedule.at(schedule.now() + random.waitFor(everyMs), () => {
      if (world.isHealed()) return
      trouble()
      repeat(everyMs, trouble)
    })
  }
  repeat(faults.outageEveryMs, () => {
    const until = schedule.now() + random.between(0, faults.longestOutageMs)
    outages.push({ from: schedule.now(), until })
  })
  places.forEach((place, index) => {
    let runs = 1
    repeat(faults.pauseEveryMs, () => place.process.pause(random.between(0, faults.longestPauseMs)))
    repeat(faults.crashEveryMs, () => {
      witness.note(`${place.process.name} dies`)
      witness.figures.crashes++
      place.process.kill()
      Object.assign(place, start(`p${index}.${runs++}`))
    })
  })
}
