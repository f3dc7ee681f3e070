import { drawFaults, type Faults, noFaults } from './faults.ts'
import { lengthWithin, type SimulatedProcess } from './process.ts'
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

interface Outage {
  /** Undefined: of all of them. */
  of: SimulatedProcess | undefined
  from: number
  until: number
}

/** Puts another process in the place of one that died. */
type Replace = (process: SimulatedProcess) => void

export function createTroubles(schedule: Schedule, random: Random, replace: Replace): Troubles {
  let faults = drawFaults(random.fork())
  const outages: Outage[] = []
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
  let lastsUntil = 0
  const breakStore = (of: Outage['of'], longestMs: number) => {
    const until = schedule.now() + random.between(0, longestMs)
    outages.push({ of, from: schedule.now(), until })
    lastsUntil = Math.max(lastsUntil, until)
  }
  const isNow = ({ from, until }: Outage) => from <= schedule.now() && schedule.now() < until
  const outagesOf = (process: SimulatedProcess) => outages.filter(({ of }) => of === undefined || of === process)
  return {
    meet(process, call) {
      if (call === 'read') return faults
      if (random.chance(faults.pausesInCall)) disturb(pause, process)
      if (random.chance(faults.diesInCall)) disturb(crash, process)
      return faults
    },
    isStoreAway: (process) => schedule.now() < lastsUntil && outagesOf(process).some(isNow),
    storeAwayMsSince: (process, since) =>
      outagesOf(process).reduce((sum, { from, until }) => sum + lengthWithin(from, until, since, schedule.now()), 0),
    plan(places) {
      repeat(faults.outageEveryMs, () => breakStore(undefined, faults.longestOutageMs))
      for (const place of places) {
        repeat(faults.cutOffEveryMs, () => breakStore(place.process, faults.longestCutOffMs))
        repeat(faults.pauseEveryMs, () => pause(place.process))
        repeat(faults.crashEveryMs, () => crash(place.process))
      }
    },
    heal() {
      faults = noFaults
      for (const outage of outages) outage.until = Math.min(outage.until, schedule.now())
    },
    isHealed: () => faults === noFaults,
  }
}
