import { html } from 'hono/html'
import type { Room } from '../../index.ts'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'
import { isTeamId, PAGE_SIZES, type SpacesFilter } from './filter.ts'
import { plainLine } from './plain-text.ts'
import type { TeamNames } from './team-names.ts'

export interface FilterForm {
  filter: SpacesFilter
  rooms: readonly Room[]
  teams: TeamNames
}

/** Teams beyond these are found by searching for their spaces. */
const MOST_TEAMS = 200

/** What is to be shown, as a form that leads to an address. */
export function filterForm({ spaces: { list } }: Words, { filter, rooms, teams }: FilterForm): Html {
  const radio = (value: SpacesFilter['type']) =>
    html`<label class="choice"><input type="radio" name="type" value="${value}"${checked(value === filter.type)}> ${list.types[value]}</label>`
  const sort = (value: SpacesFilter['sort']) => option(value, list.sorts[value], value === filter.sort)
  const team = ([value, label]: readonly [string, string]) => option(value, label, value === filter.team)
  const size = (value: number) => option(String(value), String(value), value === filter.size)
  return html`<search><form class="filter" method="get" action="/spaces">
<label>${list.search} <input type="search" name="q" value="${filter.q}" maxlength="200" autocomplete="off"></label>
<fieldset><legend>${list.type}</legend>${radio('all')}${radio('group')}${radio('direct')}</fieldset>
<label>${list.team} <select name="team">${listTeams(list.teams, rooms, teams, filter.team).map(team)}</select></label>
<label>${list.sort} <select name="sort">${sort('lastactivity')}${sort('created')}${sort('title')}</select></label>
<label>${list.size} <select name="size">${PAGE_SIZES.map(size)}</select></label>
<button type="submit">${list.apply}</button>
</form></search>`
}

function option(value: string, label: string, isChosen: boolean): Html {
  return html`<option value="${value}"${isChosen ? html` selected` : ''}>${label}</option>`
}

function checked(isChosen: boolean): Html | string {
  return isChosen ? html` checked` : ''
}

/** All, any and none, then those that have a name, and the one that is chosen whether it has one or not. */
function listTeams(
  words: Words['spaces']['list']['teams'],
  rooms: readonly Room[],
  names: TeamNames,
  chosen: string,
): [string, string][] {
  const used = new Set(names.size > 0 ? rooms.map(({ teamId }) => teamId) : [])
  const named = [...names]
    .filter(([id]) => used.has(id) && isTeamId(id))
    .map(([id, name]): [string, string] => [id, plainLine(name, 60)])
    .sort(([, a], [, b]) => a.localeCompare(b, 'en'))
    .slice(0, MOST_TEAMS)
  const usual: [string, string][] = [
    ['', words.all],
    ['any', words.any],
    ['none', words.none],
  ]
  const all = [...usual, ...named]
  if (all.some(([id]) => id === chosen)) return all
  return [...all, [chosen, plainLine(names.get(chosen) ?? chosen, 60)]]
}
