/** What stands above every page: whose app it is, the colours, help, the account, and where one can go. */
import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import type { AppContext, Visit } from '../context.ts'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'
import { clip, initial } from './parts.ts'
import { type Theme, themes } from './theme.ts'

export interface Masthead {
  visit: Visit | undefined
  words: Words
  name: string
  theme: Theme
  /** Whose page it is. */
  grant: Grant | undefined
}

export function masthead({ visit, words, name, theme, grant }: Masthead): Html {
  return html`<header>
<div class="masthead">
<a class="brand" href="/"><img src="/favicon.svg" alt="" width="28" height="28">${name}</a>
${themeChoice(words, theme, backTo(visit))}
<a class="help" href="/help"${current(visit, '/help')}>${words.frame.help}</a>
${grant && account(words, visit, grant)}
</div>
${visit && mainLinks(words, visit, grant)}
</header>`
}

/** Where the choice of a theme comes back to. A callback's address holds a code, so it never gets into a page. */
function backTo(visit: Visit | undefined): string {
  if (visit?.request.method !== 'GET' || visit.url.pathname === visit.app.keeper.callbackPath) return '/'
  return visit.url.pathname + visit.url.search
}

function themeChoice({ frame }: Words, theme: Theme, back: string): Html {
  const action = (choice: Theme) => `/theme?to=${choice}&back=${encodeURIComponent(back)}`
  const button = (choice: Theme) =>
    html`<button type="submit" formaction="${action(choice)}" aria-pressed="${String(choice === theme)}">${frame.themes[choice]}</button>`
  return html`<form class="themes" method="post" action="/theme" aria-label="${frame.colours}">${themes.map(button)}</form>`
}

function account({ frame }: Words, visit: Visit | undefined, grant: Grant): Html {
  const name = grant.person?.displayName.trim() || frame.unnamed
  return html`<a class="account" href="/accounts"${current(visit, '/accounts')}>${initial(grant)}
<span class="sr-only">${frame.account}</span> <bdi class="clip">${clip(name, 40)}</bdi></a>`
}

type LinkName = keyof Words['frame']['links']

const PERSON_LINKS: readonly [string, LinkName][] = [
  ['/spaces', 'spaces'],
  ['/granted', 'connection'],
]

function mainLinks({ frame }: Words, visit: Visit, grant: Grant | undefined): Html | undefined {
  const operator = visit.app.operators.find(visit) ? operatorLinks(visit.app) : []
  const links = grant ? [...PERSON_LINKS, ...operator] : operator
  if (links.length === 0) return undefined
  const items = links.map(([path, name]) => html`<a href="${path}"${current(visit, path)}>${frame.links[name]}</a>`)
  return html`<nav class="links" aria-label="${frame.mainLinks}">${items}</nav>`
}

function operatorLinks(app: AppContext): [string, LinkName][] {
  return [
    ['/overview', 'overview'],
    ['/connections', 'connections'],
    ...(app.inspector ? ([['/flow', 'flow']] as [string, LinkName][]) : []),
    ['/settings', 'settings'],
  ]
}

/** Says of a link that it leads to this page, or to the list that this page belongs to. */
function current(visit: Visit | undefined, path: string): Html | string {
  const here = visit?.url.pathname ?? ''
  if (here === path) return html` aria-current="page"`
  return here.startsWith(`${path}/`) ? html` aria-current="true"` : ''
}
