import type { GrantsContext } from './context.ts'
import { refreshGrant } from './refresh.ts'
import type { GrantRow } from './store.ts'

/** A process that took grants and died leaves them to others after this long. */
const TAKEN_FOR_MS = 10 * 60_000
const MOST_AT_ONCE = 100
/** Few at a time, because all of them share Webex's limits. */
const SIDE_BY_SIDE = 4

/**
 * Renews the grants whose time has come: idle ones long before their refresh token dies, and failing ones whose next try is
 * due. Any number of processes may run it at any time; each due grant is taken by one of them.
 * What a renewal fails with is in the row and in the events.
 */
export async function keepAlive(context: GrantsContext): Promise<void> {
  const now = context.environment.now()
  const claim = { now, until: now + TAKEN_FOR_MS, limit: MOST_AT_ONCE }
  const due = await context.store.claimDueGrants(context.integration.clientId, claim)
  const renewNext = async () => {
    for (let row = due.shift(); row && !context.breaker.isOpen(); row = due.shift()) await renew(context, row)
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, renewNext))
}

async function renew(context: GrantsContext, row: GrantRow): Promise<void> {
  await refreshGrant(context, row.id, row.generation).catch(() => undefined)
}
