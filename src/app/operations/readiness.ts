import { type Environment, type Grantkeeper, isGrantkeeperError } from '../../index.ts'

const ANSWER_WITHIN_MS = 1000

export interface Readiness {
  /** Why no request should come here: `ending`, `store-slow`, `store-failed` or the store's own error code. */
  find(): Promise<string | undefined>
  /** From now on the reason is `ending`. */
  retire(): void
}

/** Ready means that the store answers a read within a second, and that the app is not about to end. */
export function createReadiness(keeper: Pick<Grantkeeper, 'grants'>, sleep: Environment['sleep']): Readiness {
  let isEnding = false
  let asking: Promise<string | undefined> | undefined
  return {
    async find() {
      if (isEnding) return 'ending'
      // One read at a time: a store that hangs gets no heap of them.
      asking ??= askStore(keeper).finally(() => {
        asking = undefined
      })
      const answered = new AbortController()
      const slow = sleep(ANSWER_WITHIN_MS, answered.signal).then(
        () => 'store-slow',
        () => undefined,
      )
      const reason = await Promise.race([asking, slow])
      answered.abort()
      return isEnding ? 'ending' : reason
    },
    retire() {
      isEnding = true
    },
  }
}

async function askStore({ grants }: Pick<Grantkeeper, 'grants'>): Promise<string | undefined> {
  try {
    await grants.get('readiness')
    return undefined
  } catch (error) {
    return isGrantkeeperError(error) ? error.code : 'store-failed'
  }
}
