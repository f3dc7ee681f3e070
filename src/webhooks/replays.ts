import { hash } from 'node:crypto'
import { type Environment, nodeEnvironment } from '../environment.ts'

/** Remembers which deliveries have come. */
export interface ReplayStore {
  /**
   * Whether this id was seen before; if not, it is remembered until that instant (ms since 1970) at least. In one step: of
   * many callers with the same new id, in all processes, exactly one gets false. When it cannot tell, it rejects.
   */
  seen(id: string, until: number): Promise<boolean>
}

/** In memory no more are remembered than this, about 20 MB; the oldest is forgotten first. */
const MOST_REMEMBERED = 100_000

/**
 * Remembers in this process, and forgets at its end.
 * @example
 * const replays = memoryReplays(nodeEnvironment())
 * const event = await receiveWebhook(request, { secret, replays })
 */
export function memoryReplays({ now }: Pick<Environment, 'now'>, most = MOST_REMEMBERED): ReplayStore {
  const untils = new Map<string, number>()
  const forgetOldest = () => {
    for (const [id, until] of untils) {
      if (until > now() && untils.size < most) return
      untils.delete(id)
    }
  }
  return {
    async seen(id, until) {
      const known = untils.get(id)
      if (known !== undefined && known > now()) return true
      forgetOldest()
      untils.set(id, until)
      return false
    },
  }
}

/** Remembers where sign-ins are claimed, for a delivery too is worth one claim; `runDue()` forgets both. */
export function storedReplays(store: {
  claimState(name: string, expiresAt: number): Promise<{ claimed: boolean }>
}): ReplayStore {
  return { seen: async (id, until) => !(await store.claimState(id, until)).claimed }
}

let ofThisProcess: ReplayStore | undefined

/** What every receiver of this process remembers in, unless it is given another. */
export function replaysOfThisProcess(): ReplayStore {
  ofThisProcess ??= memoryReplays(nodeEnvironment())
  return ofThisProcess
}

/**
 * The name a delivery goes by: a hash of its bytes. Its fields have none: `id` and `created` are the webhook's, the same in
 * all its deliveries. Without the secret only the same bytes can be sent again.
 */
export function nameDelivery(body: Uint8Array): string {
  return hash('sha256', Buffer.concat([Buffer.from('webhook:'), body]), 'base64url')
}
