import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { parseAccept } from 'hono/utils/accept'
import type { Page, Route } from '../context.ts'

const folder = new URL('../public/', import.meta.url)

const icon = readFileSync(new URL('favicon.svg', folder), 'utf8')
const css = shorten(joinFiles('css'))
const script = joinFiles('js')

/** The files of a folder as one, in the order of their names, so that a page asks once. */
function joinFiles(kind: 'css' | 'js'): string {
  const names = readdirSync(new URL(`${kind}/`, folder)).filter((name) => name.endsWith(`.${kind}`))
  return names
    .sort()
    .map((name) => readFileSync(new URL(`${kind}/${name}`, folder), 'utf8'))
    .join('\n')
}

/** Without comments and indents, which browsers have no use for. */
function shorten(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s*\n\s*/g, '\n')
}

/** Addresses that name the content, so that browsers may keep it for ever. */
export const styleSheetUrl = `/app.css?v=${versionOf(css)}`
export const scriptUrl = `/app.js?v=${versionOf(script)}`

function versionOf(content: string): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 12)
}

function answerAsset(content: string, type: string): Page {
  const version = versionOf(content)
  // Compressed once, and only what is the same for everybody: pages hold other people's text beside the reader's own.
  const zipped = gzipSync(content)
  return ({ app, request, url }) => {
    const known = url.searchParams.get('v') === version
    const cache = known ? 'public, max-age=31536000, immutable' : 'no-cache'
    const headers = { ...app.headers, 'content-type': type, 'cache-control': cache, vary: 'accept-encoding' }
    if (!takesGzip(request)) return new Response(content, { headers })
    return new Response(zipped, { headers: { ...headers, 'content-encoding': 'gzip' } })
  }
}

function takesGzip({ headers }: Request): boolean {
  return parseAccept(headers.get('accept-encoding') ?? '').some(({ type, q }) => type === 'gzip' && q > 0)
}

const answerIcon: Page = ({ app }) =>
  new Response(icon, {
    headers: { ...app.headers, 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' },
  })

export const assetRoutes: readonly Route[] = [
  { path: '/app.css', get: answerAsset(css, 'text/css; charset=utf-8') },
  { path: '/app.js', get: answerAsset(script, 'text/javascript; charset=utf-8') },
  { path: '/favicon.svg', get: answerIcon },
  { path: '/favicon.ico', get: answerIcon },
]
