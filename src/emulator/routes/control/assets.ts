import { readFileSync } from 'node:fs'
import type { Handler } from 'hono'
import type { Exchange } from '../../context.ts'

const style = readFileSync(new URL('../../public/emulator.css', import.meta.url), 'utf8')
const script = readFileSync(new URL('../../public/emulator.js', import.meta.url), 'utf8')
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="#5b2a6e"/><path d="M4 28 28 4M-4 20 20-4M12 36 36 12" stroke="#ffd54a" stroke-width="5"/></svg>`

/** The style sheet, the icon and one small script: all a page loads. */
export function assetRoutes(): ['GET', string, Handler<Exchange>][] {
  return [
    ['GET', '/emulator.css', (c) => c.body(style, 200, { 'content-type': 'text/css;charset=UTF-8' })],
    ['GET', '/emulator.js', (c) => c.body(script, 200, { 'content-type': 'text/javascript;charset=UTF-8' })],
    ['GET', '/favicon.svg', (c) => c.body(icon, 200, { 'content-type': 'image/svg+xml' })],
    ['GET', '/favicon.ico', (c) => c.body(icon, 200, { 'content-type': 'image/svg+xml' })],
  ]
}
