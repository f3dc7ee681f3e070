import { GrantkeeperError } from '../../index.ts'
import type { Visit } from '../context.ts'

/**
 * Both ends of a sign-in cost more than a page, at Webex too, and anybody may ask for them.
 * @throws WX-REQUEST-LIMIT with the time to wait
 * @see SECURITY.md R67
 */
export function limitSignIns({ app, request, url, peer }: Visit): void {
  const isStart = request.method === 'POST' && url.pathname === '/connect'
  const isEnd = url.pathname === app.keeper.callbackPath
  if (peer === undefined || !(isStart || isEnd)) return
  const retryAfterMs = app.signIns.take(peer)
  if (retryAfterMs !== undefined) throw new GrantkeeperError('WX-REQUEST-LIMIT', { retryAfterMs })
}
