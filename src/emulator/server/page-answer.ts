import type { Context } from 'hono'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Page = HtmlEscapedString | Promise<HtmlEscapedString>

interface PageOptions {
  /** Default 200. */
  status?: 200 | 400 | 403 | 404 | 414
  /** A redirect URI a form of this page may end at: Chromium checks the redirects of a form against `form-action` too. */
  formEndsAt?: string
  /** Whether the page runs our own script, which may ask us for more. Default false. */
  live?: boolean
}

export async function answerPage(c: Context, page: Page, { status = 200, ...allowed }: PageOptions = {}) {
  c.header('content-security-policy', contentPolicy(allowed))
  return c.html(html`<!doctype html>${page}`, status)
}

/** What a page may load and where its forms may lead: nothing but our own style sheet and icons. */
export function contentPolicy({ formEndsAt, live }: Omit<PageOptions, 'status'> = {}): string {
  const target = formEndsAt && URL.canParse(formEndsAt) ? ` ${new URL(formEndsAt).origin}` : ''
  const script = live ? "script-src 'self'; connect-src 'self'; " : ''
  return `default-src 'none'; style-src 'self'; img-src 'self'; ${script}form-action 'self'${target}; base-uri 'none'; frame-ancestors 'none'`
}
