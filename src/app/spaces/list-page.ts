import { html } from 'hono/html'
import type { Room } from '../../index.ts'
import { requireGrant } from '../connection/grant-of-visit.ts'
import type { AppContext, Page } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { type Moments, readInstant } from '../frame/moments.ts'
import { notice } from '../frame/parts.ts'
import { readFilter, type SpacesFilter, type SpacesPart, selectRooms, spacesUrl } from './filter.ts'
import { describeFlags, roomTitle } from './room-words.ts'
import type { Spaces } from './spaces-list.ts'

/** GET /spaces?q=&type=&sort=&page=: the person's spaces; `refresh=1` asks Webex anew. */
export const spacesPage: Page = async (visit) => {
  const { app, request, url } = visit
  const grant = await requireGrant(visit)
  const filter = readFilter(url.searchParams)
  if (url.searchParams.has('refresh')) {
    app.spaces.expire(grant.id)
    return new Response(null, { status: 303, headers: { ...app.headers, location: spacesUrl(filter) } })
  }
  const spaces = await app.spaces.read(grant)
  const now = app.environment.now()
  const content = html`<h1>Spaces</h1>
${summary(spaces, filter, app.moments)}
${problem(app, spaces)}
${spaces.rooms.length === 0 ? NO_SPACES : listing(spaces, filter, { moments: app.moments, now })}`
  return renderPage(visit, request, { title: 'Spaces', grant }, content)
}

/** What the age of something is told from. */
interface Today {
  moments: Moments
  now: number
}

const NO_SPACES = html`<p class="empty" role="status">You have no spaces yet.
Create one in Webex, or let somebody add you, then press Refresh.</p>`

function summary({ rooms, loadedAt, cut }: Spaces, filter: SpacesFilter, moments: Moments): Html {
  const count = `${formatCount(rooms.length)} ${rooms.length === 1 ? 'space' : 'spaces'}`
  const more = cut ? ', the most recently active ones; there are more' : ''
  const time = html`<time datetime="${new Date(loadedAt).toISOString()}">${moments.clock(loadedAt)}</time>`
  const refresh = spacesUrl(filter, { refresh: true })
  return html`<p class="quiet">${count}${more} · as of ${time} · <a href="${refresh}">Refresh</a></p>`
}

function problem({ environment, language }: AppContext, { problem, freshUntil, rooms }: Spaces): Html | undefined {
  if (!problem) return undefined
  const seconds = Math.max(1, Math.ceil((freshUntil - environment.now()) / 1000))
  const isWait = problem.code === 'WX-API-RATE-LIMITED'
  const what = isWait ? `Webex asked us to wait ${seconds} s.` : `${problem.title}. ${problem.fix}`
  return notice(
    language.words,
    'warning',
    html`${what} The ${formatCount(rooms.length)} spaces known so far stay visible. <code>${problem.code}</code>`,
  )
}

function listing(spaces: Spaces, filter: SpacesFilter, today: Today): Html {
  const part = selectRooms(spaces.rooms, filter)
  return html`${filterForm(filter)}${part.total === 0 ? noMatch(filter) : matches(part, filter, today)}`
}

function filterForm({ q, type, sort }: SpacesFilter): Html {
  const radio = (value: SpacesFilter['type'], label: string) =>
    html`<label class="choice"><input type="radio" name="type" value="${value}"${value === type ? ' checked' : ''}> ${label}</label>`
  const option = (value: SpacesFilter['sort'], label: string) =>
    html`<option value="${value}"${value === sort ? ' selected' : ''}>${label}</option>`
  return html`<search><form class="filter" method="get" action="/spaces">
<label>Search titles <input type="search" name="q" value="${q}" maxlength="200" autocomplete="off"></label>
<fieldset><legend>Type</legend>${radio('all', 'All')}${radio('group', 'Group')}${radio('direct', 'Direct')}</fieldset>
<label>Sort by <select name="sort">${option('lastactivity', 'Last activity')}${option('created', 'Created')}${option('title', 'Title')}</select></label>
<button type="submit">Apply</button>
</form></search>`
}

function noMatch({ q, sort }: SpacesFilter): Html {
  const what = q ? html`"<bdi>${q}</bdi>"` : 'this choice'
  const clear = spacesUrl({ q: '', type: 'all', sort, page: 1 })
  return html`<p class="empty" role="status">No space matches ${what}. <a href="${clear}">Clear search</a></p>`
}

function matches(part: SpacesPart, filter: SpacesFilter, today: Today): Html {
  return html`<table class="spaces"><caption class="sr-only">Your spaces</caption>
<thead><tr><th scope="col">Title</th><th scope="col">Type</th><th scope="col">Last activity</th><th scope="col">Flags</th></tr></thead>
<tbody>
${part.rooms.map((room) => row(room, today))}</tbody></table>
${paging(part, filter)}`
}

function row(room: Room, { moments, now }: Today): Html {
  const activeAt = readInstant(room.lastActivity)
  const age = activeAt !== undefined && html`<time datetime="${room.lastActivity}">${moments.age(activeAt, now)}</time>`
  const url = `/spaces/${encodeURIComponent(room.id)}`
  return html`<tr><th scope="row"><a href="${url}">${roomTitle(room, 120)}</a></th><td>${room.type}</td><td>${age}</td><td>${describeFlags(room)}</td></tr>
`
}

function paging({ page, pages, first, rooms, total }: SpacesPart, filter: SpacesFilter): Html {
  const link = (rel: string, to: number, label: string) =>
    html`<a rel="${rel}" href="${spacesUrl({ ...filter, page: to })}">${label}</a>`
  return html`<nav class="paging" aria-label="Pages">${page > 1 && link('prev', page - 1, '‹ Previous')}
<span role="status">Showing ${first}–${first + rooms.length - 1} of ${formatCount(total)}</span>
${page < pages && link('next', page + 1, 'Next ›')}</nav>`
}

const counts = new Intl.NumberFormat('en')

function formatCount(count: number): string {
  return counts.format(count)
}
