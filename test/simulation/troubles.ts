import { drawFaults, type Faults, noFaults } from './faults.ts'
import { createOutages } from './outages.ts'
import type { SimulatedProcess } from './process.ts'
import type { Random } from './random.ts'
import type { Schedule } from './schedule.ts'

export type CallKind = 'read' | 'write' | 'request'

/** What goes wrong in one world, and when. */
export interface Troubles {
  /** Says what goes wrong with the next call, and may hit the process itself while the call is under way. */
  meet(process: SimulatedProcess, call: CallKind): Faults
  /** Whether this process cannot reach the store: nobody can, or it alone is cut off. */
  isStoreAway(process: SimulatedProcess): boolean
  storeAwayMsSince(process: SimulatedProcess, since: number): number
  /** Lets pauses, crashes, outages and cuts come at random moments too. */
  plan(places: readonly { process: SimulatedProcess }[]): void
  /** From now on everything works. */
  heal(): void
  isHealed(): boolean
}

/** Puts another process in the place of one that died. */
type Replace = (process: SimulatedProcess) => void

export function createTroubles(schedule: Schedule, random: Random, replace: Replace): Troubles {
  let faults = drawFaults(random.fork())
  const outages = createOutages(schedule)
  const pause = (process: SimulatedProcess) => process.pause(random.between(0, faults.longestPauseMs))
  const crash = (process: SimulatedProcess) => {
    if (!process.isAlive()) return
    process.kill()
    replace(process)
  }
  const disturb = (trouble: (process: SimulatedProcess) => void, process: SimulatedProcess) =>
    schedule.at(schedule.now() + random.pick([0, 5, 500]) * random.next(), () => trouble(process))
  const repeat = (everyMs: number, trouble: () => void) => {
    schedule.at(schedule.now() + random.waitFor(everyMs), () => {
      if (faults === noFaults) return
      trouble()
      repeat(everyMs, trouble)
    })
  }
  return {
    meet(process, call) {
      if (call === 'read') return faults
      if (random.chance(faults.pausesInCall)) disturb(pause, process)
      if (random.chance(faults.diesInCall)) disturb(crash, process)
      return faults
    },
    isStoreAway: outages.isAway,
    storeAwayMsSince: outages.awayMsSince,
    plan(places) {
      repeat(faults.outageEveryMs, () => outages.begin(random.between(0, faults.longestOutageMs)))
      for (const place of places) {
        repeat(faults.cutOffEveryMs, () => outages.begin(random.between(0, faults.longestCutOffMs), place.process))
        repeat(faults.pauseEveryMs, () => pause(place.process))
        repeat(faults.crashEveryMs, () => crash(place.process))
      }
    },
    heal() {
      faults = noFaults
      outages.endAll()
    },
    isHealed: () => faults === noFaults,
  }
}
