import { createHash } from 'node:crypto'
import type { Environment, Transport } from '../src/environment.ts'

export interface VirtualWorld {
  environment: Environment
  now(): number
  /** Lets time pass, waking every sleeper on the way. */
  advance(ms: number): Promise<void>
  /** Lets as much time pass as this promise needs, and gives what it settles with. */
  finish<T>(work: Promise<T>): Promise<T>
}

interface Sleeper {
  at: number
  wake(): void
}

/** A world whose time passes only when told to, and whose randomness is the same in every run. */
export function createVirtualWorld(transport: Transport, startAt = Date.UTC(2026, 0, 1)): VirtualWorld {
  let now = startAt
  const sleepers = new Set<Sleeper>()

  const wakeNext = (until: number): boolean => {
    const [next] = [...sleepers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
    if (!next) return false
    sleepers.delete(next)
    now = Math.max(now, next.at)
    next.wake()
    return true
  }
  const advance = async (ms: number) => {
    const until = now + ms
    await settle()
    while (wakeNext(until)) await settle()
    now = until
  }
  return {
    environment: {
      now: () => now,
      monotonic: () => now,
      sleep: (ms, signal) => sleepIn(sleepers, now + ms, signal),
      randomBytes: createRandom(),
      transport,
      close: async () => undefined,
    },
    now: () => now,
    advance,
    async finish(work) {
      let settled = false
      const done = () => {
        settled = true
      }
      work.then(done, done)
      for (let idle = 0; !settled; idle++) {
        await settle()
        if (settled) break
        if (wakeNext(Number.POSITIVE_INFINITY)) idle = 0
        else if (idle > 1000) throw new Error('nobody sleeps, yet the work does not end')
      }
      return work
    },
  }
}

function sleepIn(sleepers: Set<Sleeper>, at: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const sleeper = { at, wake: resolve }
    sleepers.add(sleeper)
    signal?.addEventListener('abort', () => {
      sleepers.delete(sleeper)
      reject(signal.reason)
    })
  })
}

/** Lets everything run that waits for no timer of ours. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function createRandom(): (length: number) => Uint8Array {
  let count = 0
  return (length) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
      createHash('sha256').update(`random ${count++}`).digest(),
    )
    return Buffer.concat(blocks).subarray(0, length)
  }
}
