import { GrantkeeperError } from '../errors/index.ts'
import type { RoutesContext } from './context.ts'
import { redirectTo } from './redirect.ts'
import { requireOwnPage } from './same-origin.ts'

/** POST /disconnect: deletes the grant of whoever asks, and says in the address whether Webex ended it too. */
export async function answerDisconnect(context: RoutesContext, request: Request): Promise<Response> {
  requireOwnPage(request, context.origin)
  const grant = await context.grantOf(request)
  if (!grant) throw new GrantkeeperError('WX-NOT-CONNECTED')
  const { revokedAtWebex, setCookies } = await context.disconnect(request, grant.id)
  const separator = context.afterDisconnect.includes('?') ? '&' : '?'
  const location = `${context.afterDisconnect}${separator}revoked=${revokedAtWebex ? 'yes' : 'no'}`
  return redirectTo(location, setCookies)
}
