import { GrantkeeperError } from '../errors/index.ts'
import { revokeToken } from '../oauth/revoke.ts'
import { refreshTokens, type TokenSet } from '../oauth/tokens.ts'
import type { GrantsContext } from './context.ts'
import { EXPIRING_MS } from './keep-alive-time.ts'
import { endLease, type Lease, noteAsked, takeLease } from './lease.ts'
import { openTokens, rowOfTokens } from './records.ts'
import { type RefreshOutcome, type RenewedRow, settleFailure } from './refresh-failure.ts'
import { type RefreshWatch, watchRefresh } from './refresh-watch.ts'
import { failingError, refuseHopeless } from './refusal.ts'
import type { GrantRow } from './store.ts'
import { writeUntilKnown } from './write-until-known.ts'

const DAY_MS = 86_400_000
/** Webex names whole seconds from now, so that an end which stays may seem to move a little. */
const ROUNDING_MS = 60_000

/**
 * Renews the tokens of a grant once, however many ask: the callers of one process share one promise, processes a lease.
 * A row whose generation is past the one the caller knows is as good as a refresh. It does not end when a caller goes.
 * @throws WX-GRANT-UNKNOWN, WX-RECONNECT, WX-REFRESH-FAILING, WX-CLIENT-REJECTED, WX-GRANT-LOCKED, WX-STORE-*
 */
export function refreshGrant(context: GrantsContext, id: string, generation: number): Promise<GrantRow> {
  const underWay = context.refreshing.get(id)
  if (underWay) return underWay
  const refreshing = refreshAndTell(context, id, generation).finally(() => context.refreshing.delete(id))
  context.refreshing.set(id, refreshing)
  return refreshing
}

async function refreshAndTell(context: GrantsContext, id: string, generation: number): Promise<GrantRow> {
  const watch = watchRefresh(context, id)
  try {
    const { row, isOurs } = await refreshUnderLease(context, id, generation, watch)
    watch.endedWell(isOurs ? 'ok' : 'done-by-other')
    return row
  } catch (error) {
    watch.endedBadly(error)
    throw error
  }
}

async function refreshUnderLease(
  context: GrantsContext,
  id: string,
  generation: number,
  watch: RefreshWatch,
): Promise<RenewedRow> {
  if (context.breaker.isOpen()) return { row: await readRenewed(context, id, generation), isOurs: false }
  const lease = await takeLease(context, id, generation)
  if ('doneByOther' in lease) return { row: lease.doneByOther, isOurs: false }
  watch.leased()
  const outcome = await renewUnlessDone(context, lease, generation, watch)
  await endLease(context, lease, 'holdMs' in outcome ? outcome.holdMs : 0)
  if ('row' in outcome) return outcome
  throw outcome.error
}

async function renewUnlessDone(
  context: GrantsContext,
  lease: Lease,
  generation: number,
  watch: RefreshWatch,
): Promise<RefreshOutcome> {
  try {
    if (lease.row.generation > generation) return { row: lease.row, isOurs: false }
    refuseHopeless(context, lease.row)
    return await renewTokens(context, lease, watch)
  } catch (error) {
    return { error, holdMs: 0 }
  }
}

/** While the token endpoint is left alone, only what another process has renewed is of use. */
async function readRenewed(context: GrantsContext, id: string, generation: number): Promise<GrantRow> {
  const row = await context.store.getGrant(id)
  if (!row) throw new GrantkeeperError('WX-GRANT-UNKNOWN')
  if (row.generation > generation) return row
  refuseHopeless(context, row)
  throw failingError(context, row)
}

/** Asks Webex once, and keeps what it says before anything else. */
async function renewTokens(context: GrantsContext, lease: Lease, watch: RefreshWatch): Promise<RefreshOutcome> {
  const { environment, integration, limits } = context
  const { refreshToken } = openTokens(context.seal, lease.row)
  if (!refreshToken) throw new GrantkeeperError('WX-RECONNECT', { detail: 'Webex gave no refresh token.' })
  await noteAsked(context, lease)
  const sentAt = environment.monotonic()
  let tokens: TokenSet
  watch.sent()
  try {
    tokens = await refreshTokens({ integration, environment, deadlineMs: limits.deadlineMs }, { refreshToken })
  } catch (error) {
    return settleFailure(context, { row: lease.row, sentAt, error })
  } finally {
    watch.answered()
  }
  context.breaker.noteSuccess()
  const row = await saveTokens(context, lease.row, { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken })
  reportRefresh(context, lease.row, row, environment.monotonic() - sentAt)
  return { row, isOurs: true }
}

/**
 * Writes by compare-and-set until the outcome is known, also past the lease: this process has the only copy.
 * If a sign-in renewed the grant meanwhile, its tokens stay; if the grant was disconnected, the new tokens are ended too.
 */
async function saveTokens(context: GrantsContext, old: GrantRow, tokens: TokenSet): Promise<GrantRow> {
  const { environment, store } = context
  const now = environment.now()
  const changes = {
    ...rowOfTokens(context.seal, old.id, old.generation + 1, tokens, now),
    refreshExpiresAt: tokens.refreshExpiresAt ?? old.refreshExpiresAt,
  }
  const row = await writeUntilKnown(environment, Number.POSITIVE_INFINITY, async () => {
    if (await store.updateGrant(old.id, old.generation, { ...changes, endLease: true })) return { ...old, ...changes }
    return (await store.getGrant(old.id)) ?? 'gone'
  })
  return row === 'gone' ? endOrphan(context, tokens) : row
}

async function endOrphan(context: GrantsContext, { refreshToken }: TokenSet): Promise<never> {
  if (refreshToken) await revokeToken(context, { token: refreshToken, hint: 'refresh_token' }).catch(() => undefined)
  throw new GrantkeeperError('WX-GRANT-UNKNOWN')
}

function reportRefresh(context: GrantsContext, old: GrantRow, row: GrantRow, tookMs: number): void {
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
