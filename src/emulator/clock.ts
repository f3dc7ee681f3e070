import type { Environment } from '../environment.ts'
import type { Kept } from './changes.ts'

/** The emulator's own time: the environment's clock, moved as far as somebody asked, or frozen. */
export interface EmulatorClock extends Kept {
  /** Milliseconds since 1970. */
  now(): number
  /**
   * Moves this clock forward by `ms`; nothing is woken, tokens and codes only grow older.
   * @throws RangeError for a span that goes back (`set` may), or beyond the year 9000
   */
  advance(ms: number): void
  /**
   * Sets this clock to an instant in ms since 1970. An earlier one is allowed, as when a clock that was wrong is set
   * right: what has expired by then lives again. @throws RangeError beyond the year 9000
   */
  set(at: number): void
  /** Stands still until `run`; `advance` and `set` still move it. */
  freeze(): void
  run(): void
  isFrozen(): boolean
  /** Calls the listener after each move, with the new instant; gives the way to stop it. */
  onMove(listener: (now: number) => void): () => void
}

/** Far enough for every life of a token to end within what a date can tell. */
const LATEST_AT = Date.UTC(9000, 0)

interface Time {
  /** How far this clock is ahead of the environment's; it counts while it runs. */
  aheadMs: number
  frozenAt: number | null
}

export function createClock(environment: Environment): EmulatorClock {
  let time: Time = { aheadMs: 0, frozenAt: null }
  const listeners = new Set<(now: number) => void>()
  const now = () => time.frozenAt ?? environment.now() + time.aheadMs
  const moveTo = (instant: number) => {
    const at = Math.round(instant)
    if (!(at >= 0 && at <= LATEST_AT)) throw new RangeError('the clock goes from 1970 to the year 9000')
    time = { aheadMs: at - environment.now(), frozenAt: time.frozenAt === null ? null : at }
    for (const listener of listeners) listener(at)
  }
  return {
    now,
    advance(ms) {
      if (!Number.isFinite(ms)) throw new RangeError('advance needs a number of milliseconds')
      if (ms < 0) throw new RangeError('advance only goes forward; set the clock to go back')
      moveTo(now() + ms)
    },
    set: moveTo,
    freeze() {
      time = { ...time, frozenAt: now() }
    },
    run() {
      time = { aheadMs: now() - environment.now(), frozenAt: null }
    },
    isFrozen: () => time.frozenAt !== null,
    onMove(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** A running clock goes on as far ahead of the environment's as it was; a frozen one stands where it stood. */
    save: () => ({ ...time }),
    restore(saved) {
      time = { ...(saved as Time) }
      for (const listener of listeners) listener(now())
    },
  }
}
