import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { type BrowserSession, SESSION_COOKIE } from '../../identity/browsers.ts'

export function readSession({ browsers }: EmulatorContext, c: Context<Exchange>): BrowserSession | undefined {
  return browsers.find(getCookie(c, SESSION_COOKIE) ?? '')
}

/** Remembers who signs in with this browser, in place of whoever did before. */
export function beginSession({ browsers }: EmulatorContext, c: Context<Exchange>, session: BrowserSession): void {
  browsers.end(getCookie(c, SESSION_COOKIE) ?? '')
  setCookie(c, SESSION_COOKIE, browsers.begin(session), { path: '/', httpOnly: true, sameSite: 'Lax' })
}

export function endSession({ browsers }: EmulatorContext, c: Context<Exchange>): void {
  browsers.end(getCookie(c, SESSION_COOKIE) ?? '')
  if (getCookie(c, SESSION_COOKIE) !== undefined) deleteCookie(c, SESSION_COOKIE, { path: '/' })
}
