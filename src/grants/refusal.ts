import { GrantkeeperError, isErrorCode } from '../errors/index.ts'
import type { GrantsContext } from './context.ts'
import { untilNextTryMs } from './refresh-limits.ts'
import type { GrantRow } from './store.ts'

/** A grant that Webex ended, or whose next try is not due, is not asked about. @throws WX-RECONNECT, WX-REFRESH-FAILING */
export function refuseHopeless(context: GrantsContext, row: GrantRow): void {
  if (row.status === 'reconnect') {
    throw new GrantkeeperError(row.reason !== null && isErrorCode(row.reason) ? row.reason : 'WX-RECONNECT')
  }
  if (untilNextTryMs(row.nextTryAt, context.environment.now()) > 0) throw failingError(context, row)
}

/** Not now, but by itself later. */
export function failingError(context: GrantsContext, row: GrantRow): GrantkeeperError {
  const untilNextTry = untilNextTryMs(row.nextTryAt, context.environment.now())
  const retryAfterMs = Math.max(1000, untilNextTry, context.breaker.pauseMs())
  return new GrantkeeperError('WX-REFRESH-FAILING', { retryAfterMs, detail: row.reason ?? undefined })
}
