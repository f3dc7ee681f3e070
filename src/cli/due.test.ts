import { describe, expect, it } from 'vitest'
import { runDueEveryMinute } from './due.ts'

/** A world where a minute passes when it is told to. */
function setUp(runDue: () => Promise<void>) {
  const waits: number[] = []
  const wake: (() => void)[] = []
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      waits.push(ms)
      wake.push(resolve)
      signal?.addEventListener('abort', () => reject(signal.reason))
    })
  const pass = async () => {
    wake.at(-1)?.()
    await settle()
  }
  return { stop: runDueEveryMinute({ runDue }, { sleep }), waits, pass }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('what is due', () => {
  it('is done at once and every minute, also after it failed', async () => {
    let runs = 0
    const { waits, pass } = setUp(async () => {
      runs += 1
      if (runs === 1) throw new Error('database is busy')
    })
    await settle()
    expect(runs).toBe(1)
    await pass()
    await pass()
    expect([runs, waits]).toEqual([3, [60_000, 60_000, 60_000]])
  })

  it('is done no more once it was stopped', async () => {
    let runs = 0
    const { stop, waits, pass } = setUp(async () => {
      runs += 1
    })
    await settle()
    stop()
    await pass()
    expect([runs, waits.length]).toEqual([1, 1])
  })
})
