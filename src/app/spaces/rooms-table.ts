import { html } from 'hono/html'
import type { Room } from '../../index.ts'
import type { AppContext } from '../context.ts'
import { readInstant } from '../frame/moments.ts'
import { badge } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import type { SpacesPart } from './choose-rooms.ts'
import { type SpacesFilter, spacesUrl } from './filter.ts'
import { plainText } from './plain-text.ts'
import { describeFlags, describeType, listUnreadable, roomTitle } from './room-words.ts'
import { spaceUrl } from './space-url.ts'
import type { TeamNames } from './team-names.ts'

export interface RoomsTable {
  part: SpacesPart
  filter: SpacesFilter
  teams: TeamNames
}

/** One page of spaces, and the way to the others. */
export function roomsTable(app: AppContext, { part, filter, teams }: RoomsTable): Html {
  const { caption, columns } = app.language.words.spaces.list
  const head = [columns.title, columns.type, columns.activity, columns.team, columns.flags]
  return html`<table class="table spaces"><caption class="sr-only">${caption}</caption>
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${part.rooms.map((room) => row(app, room, teams))}</tbody></table>
${paging(app, part, filter)}`
}

function row({ language: { words }, moments, environment }: AppContext, room: Room, teams: TeamNames): Html {
  const activeAt = readInstant(room.lastActivity)
  const age =
    activeAt !== undefined &&
    html`<time datetime="${room.lastActivity}">${moments.age(activeAt, environment.now())}</time>`
  const partly = listUnreadable(room).length > 0 && badge('warning', words.spaces.list.partly)
  return html`<tr><th scope="row"><a href="${spaceUrl(room.id)}">${roomTitle(words, room, 120)}</a>${partly && html` ${partly}`}</th><td>${describeType(words, room)}</td><td>${age}</td><td class="wrap">${teamOf(words.spaces.list.inTeam, room, teams)}</td><td class="wrap">${describeFlags(words, room)}</td></tr>
`
}

function teamOf(otherwise: string, { teamId }: Room, teams: TeamNames): Html | string {
  const name = teamId === undefined ? undefined : teams.get(teamId)
  if (name !== undefined) return html`<bdi>${plainText(name, 60)}</bdi>`
  return teamId === undefined ? '' : otherwise
}

function paging({ language: { words }, moments }: AppContext, part: SpacesPart, filter: SpacesFilter): Html {
  const { page, pages, first, rooms, total } = part
  const { list } = words.spaces
  const link = (rel: string, to: number, label: string) =>
    html`<a rel="${rel}" href="${spacesUrl({ ...filter, page: to })}">${label}</a>`
  const showing = list.showing(moments.count(first), moments.count(first + rooms.length - 1), moments.count(total))
  return html`<nav class="paging" aria-label="${list.pages}">${page > 1 && link('prev', page - 1, list.previous)}
<span role="status">${showing}</span>
${page < pages && link('next', page + 1, list.next)}</nav>`
}
