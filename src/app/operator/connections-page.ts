import { html } from 'hono/html'
import type { Grant, GrantStatus } from '../../index.ts'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { Visit } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { notice } from '../frame/parts.ts'
import {
  type ConnectionsFilter,
  connectionsUrl,
  isNarrowed,
  readFilter,
  STATUSES,
  searchOf,
} from './connections-filter.ts'
import { filterForm } from './connections-form.ts'
import { connectionsTable, reconnectLink } from './connections-table.ts'
import { forOperators } from './operators.ts'

type Counts = Partial<Record<GrantStatus, number>>

/** GET /connections?q=&status=&scope=&ends=7d&limit=&after=: everybody's grants. It costs one list and one count. */
export const connectionsPage = forOperators(async (visit) => {
  const { app, request, url } = visit
  const { connections: words } = app.language.words.operator
  const filter = readFilter(url.searchParams)
  const search = searchOf(filter, app.environment.now())
  // One more than is shown tells whether there is a next page.
  const wanted = { ...search, status: filter.status, after: filter.after, limit: filter.limit + 1 }
  const [found, counts, grant] = await Promise.all([
    app.keeper.grants.list(wanted),
    app.keeper.grants.count(search),
    grantOfVisit(visit),
  ])
  const part = { grants: found.slice(0, filter.limit), hasMore: found.length > filter.limit, counts }
  const isFirstTime = sumOf(counts) === 0 && !isNarrowed(filter)
  const content = html`<div class="split"><h1>${words.title}</h1>
${!isFirstTime && html`<a class="button danger" href="/connections/disconnect-all">${words.disconnectAll}</a>`}</div>
${outcome(visit)}
${isFirstTime ? firstTime(visit) : listing(visit, filter, part)}`
  return renderPage(visit, request, { title: words.title, grant }, content)
})

/** What came of the button that led here. */
function outcome({ app, url }: Visit): Html | undefined {
  const { words } = app.language
  const { done } = words.operator.disconnect
  const which = url.searchParams.get('done')
  if (which === 'disconnected') return notice(words, 'good', done.everywhere)
  return which === 'disconnected-here' ? notice(words, 'warning', done.here) : undefined
}

interface Part {
  grants: readonly Grant[]
  hasMore: boolean
  /** Of all states, whichever of them is shown. */
  counts: Counts
}

function firstTime({ app }: Visit): Html {
  const { connections: words } = app.language.words.operator
  return html`<div class="empty"><p role="status">${words.empty}</p><p><a class="button primary" href="/">${words.connectFirst}</a></p></div>`
}

function listing({ app }: Visit, filter: ConnectionsFilter, part: Part): Html {
  const { grants, counts } = part
  return html`${stateLinks(app.language.words.operator, app.moments.count, filter, counts)}
${filterForm(app, filter)}
${grants.length === 0 ? noMatch(app.language.words.operator, filter) : connectionsTable(app, grants)}
${grants.length > 0 && paging(app, filter, part)}
${grants.length > 0 && reconnectLink(app)}`
}

type OperatorWords = Visit['app']['language']['words']['operator']

/** Each state with its count, as the way to those in it. */
function stateLinks(
  words: OperatorWords,
  count: (n: number) => string,
  filter: ConnectionsFilter,
  counts: Counts,
): Html {
  const link = (status: GrantStatus | undefined, name: string, found: number) => {
    const href = connectionsUrl(filter, { status, after: undefined })
    return html`<li><a href="${href}"${filter.status === status ? html` aria-current="true"` : ''}>${name} <span class="number">${count(found)}</span></a></li>`
  }
  return html`<nav aria-label="${words.connections.states}"><ul class="states">${link(undefined, words.connections.all, sumOf(counts))}
${STATUSES.map((status) => link(status, words.health[status], counts[status] ?? 0))}</ul></nav>`
}

function noMatch({ connections: words }: OperatorWords, filter: ConnectionsFilter): Html {
  if (filter.after)
    return html`<p class="empty" role="status">${words.noMore} <a href="${connectionsUrl(filter, { after: undefined })}">${words.toFirst}</a></p>`
  const what = filter.q ? words.noMatch(html`<bdi>${filter.q}</bdi>`) : words.noneLikeThis
  return html`<p class="empty" role="status">${what} <a href="/connections">${words.clear}</a></p>`
}

/** Forwards by a cursor, which stays right whatever comes and goes meanwhile; back is the browser's, or to the first page. */
function paging(app: Visit['app'], filter: ConnectionsFilter, { grants, hasMore, counts }: Part): Html {
  const { connections: words } = app.language.words.operator
  const total = filter.status ? (counts[filter.status] ?? 0) : sumOf(counts)
  const next = connectionsUrl(filter, { after: grants.at(-1)?.id })
  return html`<nav class="paging" aria-label="${words.pages}">${filter.after && html`<a href="${connectionsUrl(filter, { after: undefined })}">${words.first}</a>`}
<span role="status">${words.showing(app.moments.count(grants.length), app.moments.count(total))}</span>
${hasMore && html`<a rel="next" href="${next}">${words.next}</a>`}</nav>`
}

function sumOf(counts: Counts): number {
  return STATUSES.reduce((sum, status) => sum + (counts[status] ?? 0), 0)
}
