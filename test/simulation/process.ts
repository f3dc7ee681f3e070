import type { Environment } from '../../src/environment.ts'
import type { Random } from './random.ts'
import type { Schedule } from './schedule.ts'

/** One run of an operating-system process. After `kill` nothing of it goes on: what it awaited never comes. */
export interface SimulatedProcess {
  name: string
  environment: Omit<Environment, 'transport'>
  random: Random
  isAlive(): boolean
  /** How long it has lived, or had lived when it was killed, from then on. */
  livedMsSince(since: number): number
  kill(): void
  /** Nothing of it runs until then; its clocks go on. */
  pause(forMs: number): void
  /** Lets something reach it, or when it is paused, wait for it. */
  deliver(at: number, work: () => void, turn?: 0 | 1): void
  /** How long of the time since then it was paused. */
  pausedMsSince(since: number): number
}

export function createProcess(name: string, schedule: Schedule, random: Random): SimulatedProcess {
  const startedAt = schedule.now()
  const skewMs = random.between(-2000, 2000)
  const pauses: { from: number; until: number }[] = []
  let diedAt: number | undefined
  let pausedUntil = 0

  const deliver = (at: number, work: () => void, turn: 0 | 1 = 1) =>
    schedule.at(
      at,
      () => {
        if (diedAt !== undefined) return
        if (schedule.now() < pausedUntil) deliver(pausedUntil, work, turn)
        else work()
      },
      turn,
    )
  return {
    name,
    random,
    deliver,
    isAlive: () => diedAt === undefined,
    livedMsSince: (since) => (diedAt ?? schedule.now()) - since,
    kill() {
      diedAt ??= schedule.now()
    },
    pause(forMs) {
      pausedUntil = Math.max(pausedUntil, schedule.now() + forMs)
      pauses.push({ from: schedule.now(), until: pausedUntil })
    },
    pausedMsSince: (since) =>
      pauses.reduce((sum, { from, until }) => sum + lengthWithin(from, until, since, schedule.now()), 0),
    environment: {
      now: () => schedule.now() + skewMs,
      monotonic: () => schedule.now() - startedAt,
      randomBytes: random.bytes,
      sleep: (ms, signal) => sleepIn(deliver, schedule.now() + ms, signal),
      close: async () => undefined,
    },
  }
}

/** How much of one span of time lies in another. */
export function lengthWithin(from: number, until: number, since: number, to: number): number {
  return Math.max(0, Math.min(until, to) - Math.max(from, since))
}

function sleepIn(deliver: SimulatedProcess['deliver'], at: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    deliver(at, resolve, 0)
  })
}
