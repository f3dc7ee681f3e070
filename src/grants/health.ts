import type { Grant, GrantHealth } from './grant.ts'
import { EXPIRING_MS } from './keep-alive-time.ts'

/**
 * How a grant is, in one word: its status, and where that says healthy, whether its end is near or the integration itself
 * is refused. `misconfigured` says that Webex refused client id or secret to this process and has not accepted them since.
 */
export function healthOf(
  { status, refreshExpiresAt }: Pick<Grant, 'status' | 'refreshExpiresAt'>,
  now: number,
  isRejected: boolean,
): GrantHealth {
  if (status === 'reconnect') return 'reconnect'
  if (isRejected) return 'misconfigured'
  if (status === 'failing') return 'failing'
  return refreshExpiresAt !== undefined && refreshExpiresAt - now <= EXPIRING_MS ? 'expiring' : 'healthy'
}
