import { GrantkeeperError } from '../errors/index.ts'
import { refreshTokens, type TokenSet } from '../oauth/tokens.ts'
import type { GrantsContext } from './context.ts'
import { noteStanding } from './integration-standing.ts'
import { endLease, type Lease, noteAsked, takeLease } from './lease.ts'
import { openTokens } from './records.ts'
import { type RefreshOutcome, type RenewedRow, settleFailure } from './refresh-failure.ts'
import { type RefreshWatch, watchRefresh } from './refresh-watch.ts'
import { failingError, refuseHopeless } from './refusal.ts'
import { keepTokens } from './save-tokens.ts'
import type { GrantRow } from './store.ts'
import { waitAtMost } from './wait-at-most.ts'

/**
 * Renews the tokens of a grant once, however many ask: the callers of one process share one promise, processes a lease.
 * A row whose generation is past the one the caller knows is as good as a refresh. It does not end when a caller goes.
 * @throws WX-GRANT-UNKNOWN, WX-RECONNECT, WX-REFRESH-FAILING, WX-CLIENT-REJECTED, WX-GRANT-LOCKED, WX-STORE-*
 */
export async function refreshGrant(context: GrantsContext, id: string, generation: number): Promise<GrantRow> {
  const underWay = context.refreshing.get(id)
  if (underWay) {
    const row = await underWay
    // It may have begun for callers who knew an older generation, and ended with the one that was refused.
    return row.generation > generation ? row : refreshGrant(context, id, generation)
  }
  const refreshing = refreshWhenSaved(context, id, generation).finally(() => context.refreshing.delete(id))
  context.refreshing.set(id, refreshing)
  return refreshing
}

/** New tokens whose write is not yet known are as good as any; when they are not enough, their write is waited for. */
async function refreshWhenSaved(context: GrantsContext, id: string, generation: number): Promise<GrantRow> {
  const unsaved = context.unsaved.get(id)
  if (!unsaved) return refreshAndTell(context, id, generation)
  if (unsaved.row.generation > generation) return unsaved.row
  const saved = await waitAtMost(context.environment, context.limits.waitMs, unsaved.saved)
  if (saved === 'late') throw failingError(context, unsaved.row)
  return saved.generation > generation ? saved : refreshAndTell(context, id, generation)
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
  // The write of new tokens frees the lease, perhaps later: until then nobody else may begin.
  if ('row' in outcome && outcome.isOurs) return outcome
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
  noteStanding(context)
  const kept = { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken }
  const tookMs = environment.monotonic() - sentAt
  return { row: await keepTokens(context, { old: lease.row, tokens: kept, tookMs }), isOurs: true }
}
