import { GrantkeeperError, type Room } from '../../index.ts'
import type { Page } from '../context.ts'
import { requireGrant } from '../grant-of-visit.ts'
import { describeAge, describeInstant, readInstant } from '../moments.ts'
import { renderPage } from './layout.tsx'
import { describeFlags, describeTitle, RoomTitle } from './room-words.tsx'

const ROOM_ID = /^[A-Za-z0-9_-]{1,256}$/

/** GET /spaces/:id: one space as Webex describes it. */
export const spacePage: Page = async (visit) => {
  const { app, request, url } = visit
  const id = url.pathname.slice('/spaces/'.length)
  if (!ROOM_ID.test(id)) throw new GrantkeeperError('WX-PAGE-NOT-FOUND')
  const grant = await requireGrant(visit)
  const webex = await app.keeper.webex({ grant: grant.id })
  const room = await webex.rooms.get(id)
  return renderPage(
    visit,
    request,
    { title: describeTitle(room), grant },
    <>
      <p>
        <a href="/spaces">‹ All spaces</a>
      </p>
      <h1>
        <RoomTitle room={room} longest={2_000} />
      </h1>
      <Facts room={room} now={app.environment.now()} />
      <Details room={room} call={`${app.keeper.integration.apiUrl}/rooms/${id}`} />
    </>,
  )
}

function Facts({ room, now }: { room: Room; now: number }) {
  return (
    <dl class="facts">
      <Fact name="Type">{room.type}</Fact>
      <Fact name="Description">{room.description}</Fact>
      <Fact name="Last activity">{describeMoment(room.lastActivity, now)}</Fact>
      <Fact name="Created">{describeMoment(room.created, now)}</Fact>
      <Fact name="Flags">{describeFlags(room) || 'none'}</Fact>
      <Fact name="Id">{room.id}</Fact>
      <Fact name="Creator">{room.creatorId}</Fact>
      <Fact name="Team">{room.teamId}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children?: string | undefined }) {
  if (!children) return null
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  )
}

function describeMoment(text: unknown, now: number): string | undefined {
  const at = readInstant(text)
  return at === undefined ? undefined : `${describeInstant(at)} (${describeAge(at, now)})`
}

function Details({ room, call }: { room: Room; call: string }) {
  return (
    <>
      <details>
        <summary>As JSON</summary>
        <Code label="The space as JSON">{JSON.stringify(room, null, 2)}</Code>
      </details>
      <details>
        <summary>As curl</summary>
        <Code label="The call as curl">{`curl -H "Authorization: Bearer $TOKEN" ${call}`}</Code>
      </details>
    </>
  )
}

/** It scrolls sideways, so the keyboard must reach it. */
function Code({ label, children }: { label: string; children: string }) {
  return (
    <section class="code-block" aria-label={label} tabindex={0}>
      <pre>{children}</pre>
    </section>
  )
}
