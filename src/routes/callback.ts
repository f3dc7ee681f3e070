import { GrantkeeperError } from '../errors/index.ts'
import type { AttemptCookies } from './attempt-cookies.ts'
import type { RoutesContext } from './context.ts'
import { redirectTo } from './redirect.ts'

const LONGEST_URL = 16_384

/** GET at the redirect URI: finishes a sign-in and sends the browser to a clean address. */
export async function answerCallback(
  context: RoutesContext,
  cookies: AttemptCookies,
  request: Request,
): Promise<Response> {
  if (isPrefetch(request)) return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
  if (request.url.length > LONGEST_URL) throw new GrantkeeperError('WX-CALLBACK-MALFORMED')

  const finished = await context.complete({
    url: new URL(request.url),
    owner: await context.ownerOf?.(request),
    cookieOf: (attemptId) => cookies.read(request, attemptId),
  })
  const setCookies = context.ownerOf ? [] : [await context.renewSession(request, finished)]
  return redirectTo(finished.returnTo, setCookies)
}

/** A browser that only looks ahead must not use up the code. */
function isPrefetch({ headers }: Request): boolean {
  const purposes = [headers.get('sec-purpose'), headers.get('purpose'), headers.get('x-moz'), headers.get('x-purpose')]
  return purposes.some((purpose) => purpose !== null && /prefetch|preview/i.test(purpose))
}
