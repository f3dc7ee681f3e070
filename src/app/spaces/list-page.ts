import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import { requireGrant } from '../connection/grant-of-visit.ts'
import type { AppContext, Page } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { countdown, notice } from '../frame/parts.ts'
import { chooseRooms } from './choose-rooms.ts'
import { downloads } from './download-links.ts'
import { isNarrowed, readFilter, type SpacesFilter, spacesUrl } from './filter.ts'
import { filterForm } from './filter-form.ts'
import { listUnreadable } from './room-words.ts'
import { roomsOffer } from './rooms-offer.ts'
import { roomsTable } from './rooms-table.ts'
import { mayUse } from './scope-of-grant.ts'
import { scopeOffer } from './scope-offer.ts'
import type { Spaces } from './spaces-list.ts'
import type { TeamNames } from './team-names.ts'
import { secondsOf } from './wait.ts'

/** GET /spaces?q=&type=&team=&sort=&size=&page=: the person's spaces; `refresh=1` asks Webex anew. */
export const spacesPage: Page = async (visit) => {
  const { app, request, url } = visit
  const grant = await requireGrant(visit)
  const offer = roomsOffer(visit, grant)
  if (offer) return offer
  const filter = readFilter(url.searchParams)
  if (url.searchParams.has('refresh')) {
    app.spaces.expire(grant.id)
    return new Response(null, { status: 303, headers: { ...app.headers, location: spacesUrl(filter) } })
  }
  const [spaces, teams] = await Promise.all([app.spaces.read(grant), app.teams.namesFor(grant)])
  const { title } = app.language.words.spaces
  const content = html`<div class="split"><h1>${title}</h1>
${summary(app, spaces, filter)}</div>
${coming(app, spaces, filter)}
${problem(app, spaces, filter)}
${incomplete(app, spaces)}
${spaces.rooms.length > 0 ? listing(app, spaces, filter, teams) : spaces.coming !== 'rest' && noSpaces(app, filter)}
${teamsOffer(app, spaces, grant, filter)}`
  return renderPage(visit, request, { title, grant }, content)
}

function summary({ language, moments }: AppContext, spaces: Spaces, filter: SpacesFilter): Html {
  const { list } = language.words.spaces
  const { rooms, loadedAt, cut } = spaces
  const time = html`<time datetime="${new Date(loadedAt).toISOString()}">${moments.clock(loadedAt)}</time>`
  const refresh = html`<a href="${spacesUrl(filter, { refresh: true })}">${list.refresh}</a>`
  return html`<p class="quiet">${list.loaded(rooms.length, moments.count(rooms.length))}${cut && `, ${list.more}`} · ${list.asOf(time)}${spaces.coming ? `, ${list.refreshing}` : html` · ${refresh}`}</p>`
}

function coming({ language: { words }, moments }: AppContext, spaces: Spaces, filter: SpacesFilter): Html | undefined {
  const { list } = words.spaces
  if (!spaces.coming) return undefined
  const what = spaces.coming === 'rest' ? list.loading(moments.count(spaces.rooms.length)) : list.refreshingLead
  return notice(words, 'warning', html`${what} <a href="${spacesUrl(filter)}">${list.lookAgain}</a>`)
}

function problem({ environment, language, moments }: AppContext, spaces: Spaces, filter: SpacesFilter) {
  const { problem, freshUntil, rooms } = spaces
  if (!problem) return undefined
  const { words } = language
  const { list } = words.spaces
  const { title, fix } = words.errors(problem.code)
  const isWait = problem.code === 'WX-API-RATE-LIMITED'
  const time = countdown(words, secondsOf(freshUntil - environment.now()), 'again')
  const again = html`<a id="again" href="${spacesUrl(filter)}">${list.lookAgain}</a>`
  return notice(
    words,
    'warning',
    html`${isWait ? list.wait(time) : `${title}. ${fix}`} ${list.stay(rooms.length, moments.count(rooms.length))} <code>${problem.code}</code> ${again}`,
  )
}

/** Some items of a list may have failed at Webex while the others have not. @see WEBEX.md §8 */
function incomplete({ language: { words }, moments }: AppContext, { rooms }: Spaces): Html | undefined {
  const count = rooms.filter((room) => listUnreadable(room).length > 0).length
  return count === 0 ? undefined : notice(words, 'warning', words.spaces.list.unreadable(count, moments.count(count)))
}

function noSpaces({ appearance, language: { words } }: AppContext, filter: SpacesFilter): Html {
  const { list } = words.spaces
  const { emulated, emulatorUrl } = appearance
  const where = emulated ? emulatorUrl : 'https://web.webex.com'
  const label = emulated ? words.frame.openEmulator : list.openWebex
  return html`<div class="empty" role="status"><p><strong>${list.none}</strong><br>${list.noneLead}</p>
<p class="actions">${where && html`<a class="button primary" href="${where}" rel="noreferrer noopener">${label}</a>`}
<a class="button" href="${spacesUrl(filter, { refresh: true })}">${list.refresh}</a></p></div>`
}

function listing(app: AppContext, { rooms }: Spaces, filter: SpacesFilter, teams: TeamNames): Html {
  const part = chooseRooms(rooms, filter)
  const form = filterForm(app.language.words, { filter, rooms, teams })
  if (part.total === 0) return html`${form}${noMatch(app, filter)}`
  return html`${form}
${roomsTable(app, { part, filter, teams })}
${downloads(app.language.words, filter, app.moments.count(part.total))}`
}

function noMatch({ language }: AppContext, filter: SpacesFilter): Html {
  const { list } = language.words.spaces
  const what = filter.q ? list.quoted(filter.q) : html`${list.thisChoice}`
  const clear = spacesUrl({ ...filter, q: '', type: 'all', team: '', page: 1 })
  return html`<div class="empty" role="status"><p>${list.noMatch(what)}</p>
${isNarrowed(filter) && html`<p><a class="button" href="${clear}">${list.clear}</a></p>`}</div>`
}

/** Only where it is one press away: that a team has no name here keeps nobody from anything. */
function teamsOffer(app: AppContext, { rooms }: Spaces, grant: Grant, filter: SpacesFilter): Html | undefined {
  const scope = 'spark:teams_read'
  const isOffered = app.keeper.integration.optionalScopes.includes(scope) && !mayUse(grant, scope)
  if (!isOffered || !rooms.some(({ teamId }) => teamId !== undefined)) return undefined
  const what = app.language.words.spaces.list.teamNames
  return scopeOffer(app, { grant, scope, what, returnTo: spacesUrl(filter) })
}
