import type { Context } from 'hono'

/**
 * Whether a POST comes from one of our own pages, or from no browser at all. Sec-Fetch-Site is asked first: Origin is
 * `null` for pages that send no referrer.
 */
export function isFromOwnPage(c: Context): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = c.req.header('origin')
  return origin === undefined || origin === new URL(c.req.url).origin
}
