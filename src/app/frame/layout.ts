/**
 * The frame of every page. Pages are `html` templates: each value in them is escaped, and they cost a sixth of the same
 * in JSX, which showed in the price of a request.
 */
import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import type { Appearance, Visit } from '../context.ts'
import type { Html } from '../words/html.ts'
import { english, type Words } from '../words/language.ts'
import { scriptUrl, styleSheetUrl } from './assets.ts'
import { securityHeaders } from './headers.ts'
import { readTheme, type Theme, themes } from './theme.ts'

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
<header>
<a class="brand" href="/"><img src="/favicon.svg" alt="" width="28" height="28">${name}</a>
${options.grant && mainLinks(words)}
${themeChoice(words, theme, backTo(visit))}
</header>
${emulated && emulatorNotice(words, emulatorUrl)}
<main id="content" tabindex="-1">
${content}
</main>
<footer><p>${words.frame.disclaimer}</p></footer>
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

/** Where the choice of a theme comes back to. A callback's address holds a code, so it never gets into a page. */
function backTo(visit: Visit | undefined): string {
  if (visit?.request.method !== 'GET' || visit.url.pathname === visit.app.keeper.callbackPath) return '/'
  return visit.url.pathname + visit.url.search
}

function mainLinks({ frame }: Words): Html {
  return html`<nav aria-label="${frame.mainLinks}"><a href="/spaces">${frame.spaces}</a><a href="/granted">${frame.connection}</a></nav>`
}

function themeChoice({ frame }: Words, theme: Theme, back: string): Html {
  const action = (choice: Theme) => `/theme?to=${choice}&back=${encodeURIComponent(back)}`
  const button = (choice: Theme) =>
    html`<button type="submit" formaction="${action(choice)}" aria-pressed="${String(choice === theme)}">${frame.themes[choice]}</button>`
  return html`<form class="themes" method="post" action="/theme" aria-label="${frame.colours}">${themes.map(button)}</form>`
}

function emulatorNotice({ frame }: Words, url: string | undefined): Html {
  return html`<aside class="emulated" aria-label="${frame.emulatedLabel}">${frame.emulated}
${url && html`<a href="${url}">${frame.openEmulator}</a>`}</aside>`
}
