import { GrantkeeperError } from '../errors/index.ts'
import type { GrantsContext } from './context.ts'
import type { AccessToken } from './grant.ts'
import { type HeldGrant, holdGrant, holdRow } from './held.ts'
import { chanceOf } from './keep-alive-time.ts'
import { refreshGrant } from './refresh.ts'
import { safetyMarginMs, untilNextTryMs } from './refresh-limits.ts'
import type { GrantRow } from './store.ts'

export interface AccessTokenOptions {
  /** Webex refused the token of this generation; unless there is a newer one, it is renewed. */
  rejected?: { generation: number }
  /** Ends the caller's wait, never the refresh it waits for. */
  signal?: AbortSignal
}

/**
 * Gives an access token that is good for a while. Fresh: at once, from the row. Late in its life: the same, and one caller
 * renews it behind. Expired or rejected: after the one refresh that all callers share.
 * @throws WX-GRANT-UNKNOWN, WX-RECONNECT, WX-REFRESH-FAILING, WX-CLIENT-REJECTED, WX-GRANT-LOCKED, WX-STORE-*
 */
export async function readAccessToken(
  context: GrantsContext,
  grantId: string,
  { rejected, signal }: AccessTokenOptions = {},
): Promise<AccessToken> {
  signal?.throwIfAborted()
  const held = await holdGrant(context, grantId)
  if (!held) throw new GrantkeeperError('WX-GRANT-UNKNOWN')
  const leftMs = held.row.accessExpiresAt - context.environment.now()
  // What was read may be older than what was refused: a read can be overtaken by a refresh.
  const known = Math.max(held.row.generation, rejected?.generation ?? 0)
  if (leftMs > safetyMarginMs(lifeMs(held.row)) && known !== rejected?.generation) {
    if (leftMs < renewBelowMs(held.row)) refreshBehind(context, held.row)
    return tokenOf(held)
  }
  const renew = (generation: number) => unlessAborted(refreshGrant(context, grantId, generation), signal)
  const row = await renew(known)
  // The store may have been away for longer than the new token lives.
  const isExpired = row.accessExpiresAt <= context.environment.now()
  return tokenOf(holdRow(context, isExpired ? await renew(row.generation) : row))
}

function tokenOf({ row, tokens }: HeldGrant): AccessToken {
  return { token: tokens().accessToken, generation: row.generation, expiresAt: row.accessExpiresAt }
}

function lifeMs(row: GrantRow): number {
  return row.accessExpiresAt - row.lastOkAt
}

/**
 * A token is renewed in the last fifth to third of its life. Where in between follows from the grant's id, so that grants
 * connected together are not renewed together.
 */
function renewBelowMs(row: GrantRow): number {
  return lifeMs(row) * (0.2 + 0.13 * chanceOf(row.id))
}

/** Nobody waits for it: what it fails with is in the row and in the events. */
function refreshBehind(context: GrantsContext, row: GrantRow): void {
  if (row.status === 'reconnect' || untilNextTryMs(row.nextTryAt, context.environment.now()) > 0) return
  refreshGrant(context, row.id, row.generation).catch(() => undefined)
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
