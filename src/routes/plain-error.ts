import type { GrantkeeperError } from '../errors/index.ts'

/** The answer to an error where the host app gives none of its own: a plain page, or JSON for those who ask for it. */
export function renderPlainError(error: GrantkeeperError, request: Request): Response {
  const wantsJson = (request.headers.get('accept') ?? '').includes('application/json')
  const { code, title, fix, docs } = error
  const body = wantsJson ? JSON.stringify({ error: { code, title, fix, docs } }) : pageOf(error)
  const headers = new Headers({
    'content-type': wantsJson ? 'application/json' : 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  if (error.retryAfterMs !== undefined) headers.set('retry-after', String(Math.ceil(error.retryAfterMs / 1000)))
  return new Response(body, { status: error.status, headers })
}

/** All of it is from the catalogue: nothing in here came from outside, so nothing needs escaping. */
function pageOf({ code, title, fix }: GrantkeeperError): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body><main><h1>${title}</h1><p>${fix}</p><p><small>${code}</small></p></main></body></html>`
}
