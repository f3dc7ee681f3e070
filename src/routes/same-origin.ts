import { GrantkeeperError } from '../errors/index.ts'

/**
 * Refuses an action that another site started. `Sec-Fetch-Site` is asked first: with a strict referrer policy a browser
 * sends `Origin: null` even for our own forms. A request with neither header is refused.
 * @throws WX-CROSS-SITE
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 */
export function requireOwnPage(request: Request, origin: string): void {
  const site = request.headers.get('sec-fetch-site')
  const ours = site === null ? request.headers.get('origin') === origin : site === 'same-origin'
  if (!ours) throw new GrantkeeperError('WX-CROSS-SITE')
}
