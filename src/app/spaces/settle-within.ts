import type { Environment } from '../../index.ts'

/** What a promise gives, or undefined when it takes longer. Its rejection is nobody's fault once nobody waits for it. */
export async function settleWithin<T>(
  work: Promise<T>,
  ms: number,
  sleep: Environment['sleep'],
): Promise<T | undefined> {
  const done = new AbortController()
  work.catch(() => undefined)
  const late = sleep(ms, done.signal).then(() => undefined)
  late.catch(() => undefined)
  try {
    return await Promise.race([work, late])
  } finally {
    done.abort()
  }
}
