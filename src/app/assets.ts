import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Visit } from './context.ts'

const css = readFileSync(new URL('./public/app.css', import.meta.url), 'utf8')
const icon = readFileSync(new URL('./public/favicon.svg', import.meta.url), 'utf8')
const version = createHash('sha256').update(css).digest('base64url').slice(0, 12)

/** Address of the style sheet; it names the content, so that browsers may keep it for ever. */
export const styleSheetUrl = `/app.css?v=${version}`

export function answerStyleSheet({ app, url }: Visit): Response {
  const known = url.searchParams.get('v') === version
  return new Response(css, {
    headers: {
      ...app.headers,
      'content-type': 'text/css; charset=utf-8',
      'cache-control': known ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  })
}

export function answerIcon({ app }: Visit): Response {
  return new Response(icon, {
    headers: { ...app.headers, 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' },
  })
}
