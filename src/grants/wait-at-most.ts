import type { Environment } from '../environment.ts'

/** What the work gives or fails with, if it does so within `ms`; else `late`, and the work goes on by itself. */
export async function waitAtMost<T>(environment: Environment, ms: number, work: Promise<T>): Promise<T | 'late'> {
  const done = new AbortController()
  const late = environment.sleep(ms, done.signal).then(
    () => 'late' as const,
    () => 'late' as const,
  )
  try {
    return await Promise.race([work, late])
  } finally {
    done.abort(DONE)
  }
}

/** Made once: a reason for each call would cost a stack trace each. */
const DONE = new Error('the work is done')
