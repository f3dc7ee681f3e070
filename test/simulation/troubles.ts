import { drawFaults, type Faults, noFaults } from './faults.ts'
import { lengthWithin, type SimulatedProcess } from './process.ts'
import type { Random } from './random.ts'
import type { Schedule } from './schedule.ts'

export type CallKind = 'read' | 'write' | 'request'

/** What goes wrong in one world, and when. */
export interface Troubles {
  /** Says what goes wrong with the next call, and may hit the process itself while the call is under way. */
  meet(process: SimulatedProcess, call: CallKind): Faults
  isStoreDown(): boolean
  storeDownMsSince(since: number): number
  /** Lets pauses, crashes and outages come at random moments too. */
  plan(places: readonly { process: SimulatedProcess }[]): void
  /** From now on everything works. */
  heal(): void
  isHealed(): boolean
}

/** Puts another process in the place of one that died. */
type Replace = (process: SimulatedProcess) => void

export function createTroubles(schedule: Schedule, random: Random, replace: Replace): Troubles {
  let faults = drawFaults(random.fork())
  const outages: { from: number; until: number }[] = []
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
    isStoreDown: () => outages.some(({ from, until }) => from <= schedule.now() && schedule.now() < until),
    storeDownMsSince: (since) =>
      outages.reduce((sum, { from, until }) => sum + lengthWithin(from, until, since, schedule.now()), 0),
    plan(places) {
      repeat(faults.outageEveryMs, () => {
        const until = schedule.now() + random.between(0, faults.longestOutageMs)
        outages.push({ from: schedule.now(), until })
      })
      for (const place of places) {
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
