/**
 * The frame of every page. Pages are `html` templates: each value in them is escaped, and they cost a sixth of the same
 * in JSX, which showed in the price of a request.
 */
import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import { type Appearance, grantsKnown, type Visit } from '../context.ts'
import type { Html } from '../words/html.ts'
import { english, type Words } from '../words/language.ts'
import { scriptUrl, styleSheetUrl } from './assets.ts'
import { securityHeaders } from './headers.ts'
import { masthead } from './masthead.ts'
import { readTheme } from './theme.ts'

export type { Html } from '../words/html.ts'

export interface PageOptions {
  /** Heading of the browser's tab, before the app's name. */
  title: string
  status?: number
  /** Whose page it is; gives the links that need a connection. */
  grant?: Grant | undefined
  headers?: Record<string, string>
}

const DEFAULT_APPEARANCE: Appearance = { name: 'Demo Spaces', emulated: false, emulatorUrl: undefined }

/** Puts the frame around a page's content. */
export function renderPage(visit: Visit | undefined, request: Request, options: PageOptions, content: Html): Response {
  const { name, emulated, emulatorUrl } = visit?.app.appearance ?? DEFAULT_APPEARANCE
  const { tag, direction, words } = visit?.app.language ?? english
  const theme = readTheme(request)
  const page = html`<!doctype html>
<html lang="${tag}" dir="${direction}" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${options.title} · ${name}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${styleSheetUrl}">
<script src="${scriptUrl}" defer></script>
</head>
<body>
<a class="skip" href="#content">${words.frame.skip}</a>
${masthead({ visit, words, name, theme, grant: options.grant ?? grantsKnown.get(request) })}
${emulated && emulatorNotice(words, emulatorUrl)}
<main id="content" tabindex="-1">
${content}
</main>
<footer><p>${words.frame.disclaimer}</p></footer>
<p class="sr-only" id="said" role="status"></p>
</body>
</html>`
  return new Response(String(page), {
    status: options.status ?? 200,
    headers: {
      ...(visit?.app.headers ?? securityHeaders()),
      'content-type': 'text/html; charset=utf-8',
      ...options.headers,
    },
  })
}

function emulatorNotice({ frame }: Words, url: string | undefined): Html {
  return html`<aside class="emulated" aria-label="${frame.emulatedLabel}">${frame.emulated}
${url && html`<a href="${url}">${frame.openEmulator}</a>`}</aside>`
}
