import { html } from 'hono/html'
import { GrantkeeperError, type Room } from '../../index.ts'
import { PAGE_PATIENCE, type Page } from '../context.ts'
import { requireGrant } from '../grant-of-visit.ts'
import { describeInstant, readInstant } from '../moments.ts'
import { readRoom } from '../read-room.ts'
import { type Html, renderPage } from './layout.ts'
import { fact } from './parts.ts'
import { describeFlags, describeTitle, roomTitle } from './room-words.ts'

const ROOM_ID = /^[A-Za-z0-9_-]{1,256}$/

/** GET /spaces/:id: one space as Webex describes it. */
export const spacePage: Page = async (visit) => {
  const { app, request, url } = visit
  const id = url.pathname.slice('/spaces/'.length)
  if (!ROOM_ID.test(id)) throw new GrantkeeperError('WX-PAGE-NOT-FOUND')
  const grant = await requireGrant(visit)
  const webex = await app.keeper.webex({ grant: grant.id }, PAGE_PATIENCE)
  const answer = await webex.rooms.get(id)
  const room = readRoom(answer)
  if (!room) throw new GrantkeeperError('WX-API-RESPONSE', { detail: 'It has no id.' })
  const call = `curl -H "Authorization: Bearer $TOKEN" ${app.keeper.integration.apiUrl}/rooms/${id}`
  const content = html`<p><a href="/spaces">‹ All spaces</a></p>
<h1>${roomTitle(room, 2_000)}</h1>
${facts(room, app.environment.now())}
<details><summary>As JSON</summary>${code('The space as JSON', JSON.stringify(answer, null, 2))}</details>
<details><summary>As curl</summary>${code('The call as curl', call)}</details>`
  return renderPage(visit, request, { title: describeTitle(room), grant }, content)
}

function facts(room: Room, now: number): Html {
  const moment = (text: unknown) => {
    const at = readInstant(text)
    return at === undefined ? undefined : describeInstant(at, now)
  }
  return html`<dl class="facts">
${fact('Type', room.type)}
${fact('Description', room.description)}
${fact('Last activity', moment(room.lastActivity))}
${fact('Created', moment(room.created))}
${fact('Flags', describeFlags(room) || 'none')}
${fact('Id', room.id)}
${fact('Creator', room.creatorId)}
${fact('Team', room.teamId)}
</dl>`
}

/** It scrolls sideways, so the keyboard must reach it. */
function code(label: string, text: string): Html {
  return html`<section class="code-block" aria-label="${label}" tabindex="0"><pre>${text}</pre></section>`
}
