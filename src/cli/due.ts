import type { Environment, Grantkeeper } from '../index.ts'

const EVERY_MS = 60_000

/**
 * Does what is due (idle grants, revocations, expired sign-ins and sessions) now and every minute, until the returned
 * function is called. It never throws: what fails now, as where a database is busy, is due the next time too.
 */
export function runDueEveryMinute(
  keeper: Pick<Grantkeeper, 'runDue'>,
  environment: Pick<Environment, 'sleep'>,
): () => void {
  const ending = new AbortController()
  void repeat(keeper, environment, ending.signal)
  return () => ending.abort()
}

async function repeat(
  keeper: Pick<Grantkeeper, 'runDue'>,
  environment: Pick<Environment, 'sleep'>,
  ending: AbortSignal,
): Promise<void> {
  while (!ending.aborted) {
    await keeper.runDue().catch(() => undefined)
    await environment.sleep(EVERY_MS, ending).catch(() => undefined)
  }
}
