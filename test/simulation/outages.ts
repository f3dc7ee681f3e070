import { lengthWithin, type SimulatedProcess } from './process.ts'
import type { Schedule } from './schedule.ts'

/** When the store is out of reach: for all, or for one process that is cut off alone. */
export interface Outages {
  /** Without a process: for all. */
  begin(forMs: number, of?: SimulatedProcess): void
  endAll(): void
  isAway(process: SimulatedProcess): boolean
  /** How long of the time since then this process could not reach the store. */
  awayMsSince(process: SimulatedProcess, since: number): number
}

interface Outage {
  of: SimulatedProcess | undefined
  from: number
  until: number
}

export function createOutages({ now }: Pick<Schedule, 'now'>): Outages {
  const outages: Outage[] = []
  let lastsUntil = 0
  const outagesOf = (process: SimulatedProcess) => outages.filter(({ of }) => of === undefined || of === process)
  const isNow = ({ from, until }: Outage) => from <= now() && now() < until
  return {
    begin(forMs, of) {
      outages.push({ of, from: now(), until: now() + forMs })
      lastsUntil = Math.max(lastsUntil, now() + forMs)
    },
    endAll() {
      for (const outage of outages) outage.until = Math.min(outage.until, now())
    },
    isAway: (process) => now() < lastsUntil && outagesOf(process).some(isNow),
    awayMsSince: (process, since) =>
      outagesOf(process).reduce((sum, { from, until }) => sum + lengthWithin(from, until, since, now()), 0),
  }
}
