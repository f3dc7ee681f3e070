import { GrantkeeperError } from '../errors/index.ts'
import type { AttemptCookies } from './attempt-cookies.ts'
import type { RoutesContext } from './context.ts'
import { redirectTo } from './redirect.ts'
import { readReturnTo } from './return-to.ts'
import { requireOwnPage } from './same-origin.ts'

/**
 * POST /connect?return_to=/path&scopes=…&account=another: starts a sign-in and sends the browser to Webex. Optional scopes that
 * are named here, or were asked for before, are asked for too. For another account Webex is to ask which one it shall be.
 */
export async function answerConnect(
  context: RoutesContext,
  cookies: AttemptCookies,
  request: Request,
): Promise<Response> {
  requireOwnPage(request, context.origin)
  const owner = await context.ownerOf?.(request)
  if (context.ownerOf && owner === undefined) throw new GrantkeeperError('WX-OWNER-MISSING')
  const query = request.url.includes('?') ? new URL(request.url).searchParams : new URLSearchParams()
  const returnTo = readReturnTo(query.get('return_to'), context.origin, context.afterConnect)
  const wanted = query.getAll('scopes').flatMap((scopes) => scopes.split(' ').filter(Boolean))
  const isAnother = query.get('account') === 'another'
  const kept = context.hasOptionalScopes && !isAnother ? (await context.grantOf(request))?.scopesAsked : undefined
  const open = cookies.readAll(request)
  const begun = context.begin({ owner, returnTo, wanted, kept: kept ?? [], chooseAccount: isAnother, open })
  return redirectTo(begun.location, [
    cookies.keep(begun.attemptId, begun.sealed),
    ...begun.dropped.map((attemptId) => cookies.drop(attemptId)),
  ])
}
