import { GrantkeeperError } from '../errors/index.ts'
import type { AttemptCookies } from './attempt-cookies.ts'
import type { RoutesContext } from './context.ts'
import { redirectTo } from './redirect.ts'
import { readReturnTo } from './return-to.ts'
import { requireOwnPage } from './same-origin.ts'

/** POST /connect?return_to=/path: starts a sign-in and sends the browser to Webex. */
export async function answerConnect(
  context: RoutesContext,
  cookies: AttemptCookies,
  request: Request,
): Promise<Response> {
  requireOwnPage(request, context.origin)
  const owner = await context.ownerOf?.(request)
  if (context.ownerOf && owner === undefined) throw new GrantkeeperError('WX-OWNER-MISSING')
  const asked = request.url.includes('?') ? new URL(request.url).searchParams.get('return_to') : null
  const returnTo = readReturnTo(asked, context.origin, context.afterConnect)
  const begun = context.begin({ owner, returnTo, open: cookies.readAll(request) })
  return redirectTo(begun.location, [
    cookies.keep(begun.attemptId, begun.sealed),
    ...begun.dropped.map((attemptId) => cookies.drop(attemptId)),
  ])
}
