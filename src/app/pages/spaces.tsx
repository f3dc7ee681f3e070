import type { Room } from '../../index.ts'
import type { Page } from '../context.ts'
import { requireGrant } from '../grant-of-visit.ts'
import { describeAge, describeClock, readInstant } from '../moments.ts'
import { readFilter, type SpacesFilter, type SpacesPart, selectRooms, spacesUrl } from '../spaces-filter.ts'
import type { Spaces } from '../spaces-list.ts'
import { renderPage } from './layout.tsx'
import { Notice } from './parts.tsx'
import { describeFlags, RoomTitle } from './room-words.tsx'

/** GET /spaces?q=&type=&sort=&page=: the person's spaces; `refresh=1` asks Webex anew. */
export const spacesPage: Page = async (visit) => {
  const { app, request, url } = visit
  const grant = await requireGrant(visit)
  const filter = readFilter(url.searchParams)
  if (url.searchParams.has('refresh')) {
    app.spaces.forget(grant.id)
    return new Response(null, { status: 303, headers: { ...app.headers, location: spacesUrl(filter) } })
  }
  const spaces = await app.spaces.read(grant)
  const now = app.environment.now()
  return renderPage(
    visit,
    request,
    { title: 'Spaces', grant },
    <>
      <h1>Spaces</h1>
      <Summary spaces={spaces} filter={filter} />
      <Problem spaces={spaces} now={now} />
      {spaces.rooms.length === 0 ? <NoSpaces /> : <Listing spaces={spaces} filter={filter} now={now} />}
    </>,
  )
}

function Summary({ spaces: { rooms, loadedAt, cut }, filter }: { spaces: Spaces; filter: SpacesFilter }) {
  return (
    <p class="quiet">
      {rooms.length.toLocaleString('en')} {rooms.length === 1 ? 'space' : 'spaces'}
      {cut ? ', the most recently active ones; there are more' : ''} · as of{' '}
      <time datetime={new Date(loadedAt).toISOString()}>{describeClock(loadedAt)}</time> ·{' '}
      <a href={spacesUrl(filter, { refresh: true })}>Refresh</a>
    </p>
  )
}

function Problem({ spaces: { problem, freshUntil, rooms }, now }: { spaces: Spaces; now: number }) {
  if (!problem) return null
  const seconds = Math.max(1, Math.ceil((freshUntil - now) / 1000))
  const what =
    problem.code === 'WX-API-RATE-LIMITED' ? `Webex asked us to wait ${seconds} s.` : `${problem.title}. ${problem.fix}`
  return (
    <Notice kind="warning">
      {what} The {rooms.length.toLocaleString('en')} spaces known so far stay visible. <code>{problem.code}</code>
    </Notice>
  )
}

function NoSpaces() {
  return (
    <p class="empty" role="status">
      You have no spaces yet. Create one in Webex, or let somebody add you, then press Refresh.
    </p>
  )
}

function Listing({ spaces, filter, now }: { spaces: Spaces; filter: SpacesFilter; now: number }) {
  const part = selectRooms(spaces.rooms, filter)
  return (
    <>
      <FilterForm filter={filter} />
      {part.total === 0 ? <NoMatch filter={filter} /> : <Matches part={part} filter={filter} now={now} />}
    </>
  )
}

function FilterForm({ filter }: { filter: SpacesFilter }) {
  return (
    <search>
      <form class="filter" method="get" action="/spaces">
        <label>
          Search titles
          <input type="search" name="q" value={filter.q} maxlength={200} autocomplete="off" />
        </label>
        <fieldset>
          <legend>Type</legend>
          <Choice value="all" chosen={filter.type} label="All" />
          <Choice value="group" chosen={filter.type} label="Group" />
          <Choice value="direct" chosen={filter.type} label="Direct" />
        </fieldset>
        <label>
          Sort by
          <select name="sort">
            <Option value="lastactivity" chosen={filter.sort} label="Last activity" />
            <Option value="created" chosen={filter.sort} label="Created" />
            <Option value="title" chosen={filter.sort} label="Title" />
          </select>
        </label>
        <button type="submit">Apply</button>
      </form>
    </search>
  )
}

function Choice({ value, chosen, label }: { value: string; chosen: string; label: string }) {
  return (
    <label class="choice">
      <input type="radio" name="type" value={value} checked={value === chosen} /> {label}
    </label>
  )
}

function Option({ value, chosen, label }: { value: string; chosen: string; label: string }) {
  return (
    <option value={value} selected={value === chosen}>
      {label}
    </option>
  )
}

function NoMatch({ filter }: { filter: SpacesFilter }) {
  return (
    <p class="empty" role="status">
      No space matches{filter.q ? [' "', <bdi>{filter.q}</bdi>, '"'] : ' this choice'}.{' '}
      <a href={spacesUrl({ q: '', type: 'all', sort: filter.sort, page: 1 })}>Clear search</a>
    </p>
  )
}

function Matches({ part, filter, now }: { part: SpacesPart; filter: SpacesFilter; now: number }) {
  return (
    <>
      <table class="spaces">
        <caption class="sr-only">Your spaces</caption>
        <thead>
          <tr>
            <th scope="col">Title</th>
            <th scope="col">Type</th>
            <th scope="col">Last activity</th>
            <th scope="col">Flags</th>
          </tr>
        </thead>
        <tbody>
          {part.rooms.map((room) => (
            <Row room={room} now={now} />
          ))}
        </tbody>
      </table>
      <Paging part={part} filter={filter} />
    </>
  )
}

function Row({ room, now }: { room: Room; now: number }) {
  const activeAt = readInstant(room.lastActivity)
  return (
    <tr>
      <th scope="row">
        <a href={`/spaces/${encodeURIComponent(room.id)}`}>
          <RoomTitle room={room} longest={120} />
        </a>
      </th>
      <td>{room.type}</td>
      <td>{activeAt === undefined ? '' : <time datetime={room.lastActivity}>{describeAge(activeAt, now)}</time>}</td>
      <td>{describeFlags(room)}</td>
    </tr>
  )
}

function Paging({ part, filter }: { part: SpacesPart; filter: SpacesFilter }) {
  const last = part.first + part.rooms.length - 1
  return (
    <nav class="paging" aria-label="Pages">
      {part.page > 1 ? (
        <a rel="prev" href={spacesUrl({ ...filter, page: part.page - 1 })}>
          ‹ Previous
        </a>
      ) : null}
      <span role="status">
        Showing {part.first}–{last} of {part.total.toLocaleString('en')}
      </span>
      {part.page < part.pages ? (
        <a rel="next" href={spacesUrl({ ...filter, page: part.page + 1 })}>
          Next ›
        </a>
      ) : null}
    </nav>
  )
}
