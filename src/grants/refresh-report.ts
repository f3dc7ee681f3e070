import type { GrantsContext } from './context.ts'
import { EXPIRING_MS } from './keep-alive-time.ts'
import type { GrantRow } from './store.ts'

const DAY_MS = 86_400_000
/** Webex names whole seconds from now, so that an end which stays may seem to move a little. */
const ROUNDING_MS = 60_000

/** Tells that new tokens are in the store. */
export function reportRefresh(context: GrantsContext, old: GrantRow, row: GrantRow, tookMs: number): void {
  const { id: grantId, generation, accessExpiresAt } = row
  context.events.emit('grant.refreshed', { grantId, generation, accessExpiresAt, tookMs })
  if (old.failures > 0) context.events.emit('grant.recovered', { grantId, failures: old.failures })
  warnOfEnd(context, old, row)
}

/** Says well before the end that renewing does not prolong the grant's own life. */
function warnOfEnd({ environment, events }: GrantsContext, old: GrantRow, row: GrantRow): void {
  const endsAt = row.refreshExpiresAt
  if (endsAt === null || old.refreshExpiresAt === null || endsAt > old.refreshExpiresAt + ROUNDING_MS) return
  const leftMs = endsAt - environment.now()
  if (leftMs > EXPIRING_MS) return
  events.emit('grant.expiring', { grantId: row.id, daysLeft: Math.max(0, Math.floor(leftMs / DAY_MS)) })
}
