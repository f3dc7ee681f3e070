import { type ErrorCode, GrantkeeperError } from '../errors/index.ts'
import { TokenRequestError } from '../oauth/tokens.ts'
import type { GrantsContext } from './context.ts'
import { noteStanding } from './integration-standing.ts'
import { backOffMs } from './refresh-limits.ts'
import type { GrantRow } from './store.ts'

/** A row that is new enough, and whether it is this refresh that made it so. */
export interface RenewedRow {
  row: GrantRow
  isOurs: boolean
}

/** What came of a refresh: a row that is new enough, or an error and how long the lease must stand after it. */
export type RefreshOutcome = RenewedRow | { error: unknown; holdMs: number }

export interface FailedRefresh {
  row: GrantRow
  /** When the request began, by the monotonic clock. */
  sentAt: number
  error: unknown
}

/**
 * Decides what a refresh without tokens means. Only the standard `invalid_grant` ends a grant, and only if nobody renewed
 * it meanwhile; a rejected client alarms and changes no grant; everything else is tried again by itself.
 */
export async function settleFailure(context: GrantsContext, failed: FailedRefresh): Promise<RefreshOutcome> {
  const { error } = failed
  if (!(error instanceof TokenRequestError)) throw error
  noteStanding(context, error)
  switch (error.outcome) {
    case 'grant-rejected':
      return endGrant(context, failed.row, error)
    case 'client-rejected':
      throw error
    case 'unknown':
      context.breaker.noteFailure()
      return tryLater(context, failed.row, error, 'WX-ANSWER-MISSING', holdMs(context, failed.sentAt))
    case 'not-processed':
      context.breaker.noteFailure()
      return tryLater(context, failed.row, error, error.code, 0)
  }
}

/**
 * How long Webex may still be at work on a request whose answer was lost; where it may rotate, nobody asks again before.
 * Never 0: a lease that runs out, rather than being given back, leaves the doubt also where the row could not be written.
 */
function holdMs({ environment, limits }: GrantsContext, sentAt: number): number {
  if (limits.rotation === 'keep') return 1
  return Math.max(1, limits.settleMs - (environment.monotonic() - sentAt))
}

async function endGrant(context: GrantsContext, row: GrantRow, cause: TokenRequestError): Promise<RefreshOutcome> {
  const code = row.reason === 'WX-ANSWER-MISSING' ? 'WX-ANSWER-LOST' : 'WX-RECONNECT'
  const lastErrorAt = context.environment.now()
  const changes = { status: 'reconnect' as const, reason: code, nextTryAt: null, dueAt: null, lastErrorAt }
  if (!(await context.store.updateGrant(row.id, row.generation, changes))) return readWinner(context, row.id)
  context.held.forget(row.id)
  context.events.emit('grant.reconnect', { grantId: row.id, code })
  return { error: new GrantkeeperError(code, { cause, trackingId: cause.trackingId }), holdMs: 0 }
}

async function tryLater(
  context: GrantsContext,
  row: GrantRow,
  cause: TokenRequestError,
  code: ErrorCode,
  holdMs: number,
): Promise<RefreshOutcome> {
  const { environment, store, events } = context
  const failures = row.failures + 1
  const chance = (environment.randomBytes(1)[0] ?? 0) / 255
  const retryAfterMs = Math.max(backOffMs(failures, chance), cause.retryAfterMs ?? 0, holdMs)
  const lastErrorAt = environment.now()
  const nextTryAt = Math.ceil(lastErrorAt + retryAfterMs)
  const reason = keepDoubt(row, code)
  const changes = { status: 'failing' as const, reason, failures, nextTryAt, dueAt: nextTryAt, lastErrorAt }
  const written = await store.updateGrant(row.id, row.generation, changes).catch(() => true)
  if (!written) return readWinner(context, row.id)
  context.held.forget(row.id)
  events.emit('grant.failing', { grantId: row.id, code, failures, nextTryAt })
  const { trackingId } = cause
  return {
    error: new GrantkeeperError('WX-REFRESH-FAILING', { cause, retryAfterMs, trackingId, detail: code }),
    holdMs,
  }
}

/** That an answer is missing stays true until tokens come, whatever fails meanwhile: it is why the grant may turn out lost. */
function keepDoubt({ reason }: GrantRow, code: ErrorCode): string {
  return reason === 'WX-ANSWER-MISSING' ? reason : code
}

/** Another writer was first: a sign-in renewed the grant, or a disconnect removed it. */
async function readWinner(context: GrantsContext, id: string): Promise<RefreshOutcome> {
  const row = await context.store.getGrant(id)
  return row ? { row, isOurs: false } : { error: new GrantkeeperError('WX-GRANT-UNKNOWN'), holdMs: 0 }
}
