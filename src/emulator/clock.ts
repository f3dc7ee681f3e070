import type { Environment } from '../environment.ts'

/** The emulator's own time: the environment's clock, moved forward as far as somebody asked. */
export interface EmulatorClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Moves this clock forward by `ms`; nothing is woken, tokens and codes only grow older. */
  advance(ms: number): void
}

export function createClock(environment: Environment): EmulatorClock {
  let aheadMs = 0
  return {
    now: () => environment.now() + aheadMs,
    advance(ms) {
      if (!Number.isFinite(ms)) throw new RangeError('advance needs a number of milliseconds')
      aheadMs += ms
    },
  }
}
