import type { Environment } from '../environment.ts'
import { isGrantkeeperError } from '../errors/index.ts'

/**
 * Repeats a write until the store has said what became of it, or until `forMs` have passed. Used where fresh tokens exist
 * only in this process, so that giving up would lose them.
 * `write` gives undefined when another writer came between, and must itself find out by reading whether an earlier try,
 * whose acknowledgement was lost, had worked.
 * @throws what the last try threw; at once when that is no failure of the store
 */
export async function writeUntilKnown<T>(
  environment: Environment,
  forMs: number,
  write: () => Promise<T | undefined>,
): Promise<T> {
  const until = environment.monotonic() + forMs
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 5000)) {
    try {
      const written = await write()
      if (written !== undefined) return written
    } catch (error) {
      if (!isStoreFailure(error) || environment.monotonic() > until) throw error
      await environment.sleep(waitMs)
    }
  }
}

function isStoreFailure(error: unknown): boolean {
  return isGrantkeeperError(error) && error.code.startsWith('WX-STORE-')
}
