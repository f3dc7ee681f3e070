import { html } from 'hono/html'
import { type Happening, type HappeningKind, isGrantkeeperError } from '../../index.ts'
import type { AppContext, Visit } from '../context.ts'
import { badge, type Mood } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import { codeLink } from './grant-words.ts'

const PAGE = 25

const MOODS = {
  connected: 'good',
  refreshed: 'good',
  recovered: 'good',
  failing: 'warning',
  expiring: 'warning',
  reconnect: 'bad',
} as const satisfies Record<HappeningKind, Mood>

/** What has happened to the visit's grant, one more than is shown; a cursor that makes no sense means the newest. */
export async function readTimeline({ app, id, url }: Visit): Promise<Happening[]> {
  const before = url.searchParams.get('before') || undefined
  const read = (cursor: string | undefined) => app.keeper.grants.history(id, { before: cursor, limit: PAGE + 1 })
  return read(before).catch((error) => {
    if (before !== undefined && isGrantkeeperError(error, 'WX-REQUEST-INVALID')) return read(undefined)
    throw error
  })
}

/** Newest first, page by page. */
export function timeline({ app, id, url }: Visit, happenings: readonly Happening[]): Html {
  const { timeline: words } = app.language.words.operator.connection
  const isNewest = !url.searchParams.get('before')
  if (happenings.length === 0)
    return html`<p class="empty">${isNewest ? words.empty : words.noOlder} ${!isNewest && newest(id, words.newest)}</p>`
  const shown = happenings.slice(0, PAGE)
  const older =
    happenings.length > PAGE && `/connections/${id}?before=${encodeURIComponent(shown.at(-1)?.id ?? '')}#timeline`
  return html`<ol class="timeline">${shown.map((each) => item(app, each))}</ol>
${(older || !isNewest) && html`<nav class="paging" aria-label="${words.pages}">${!isNewest && newest(id, words.newest)} ${older && html`<a rel="next" href="${older}">${words.older}</a>`}</nav>`}`
}

function newest(id: string, label: string): Html {
  return html`<a href="/connections/${id}#timeline">${label}</a>`
}

function item({ language, moments, environment }: AppContext, { at, what, code, tookMs }: Happening): Html {
  const { timeline: words } = language.words.operator.connection
  const text = moments.instant(at, environment.now())
  return html`<li>${badge(MOODS[what], words.what[what])} <time datetime="${new Date(at).toISOString()}">${text}</time>
<span class="quiet">${words.meaning[what]}${tookMs !== undefined && html` ${words.took(moments.count(Math.round(tookMs)))}`}</span> ${code && codeLink(language.words, code)}</li>`
}
