import { html } from 'hono/html'
import { GrantkeeperError, type Room } from '../../index.ts'
import { requireGrant } from '../connection/grant-of-visit.ts'
import { PAGE_PATIENCE, type Page } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { type Moments, readInstant } from '../frame/moments.ts'
import { fact } from '../frame/parts.ts'
import { readRoom } from './read-room.ts'
import { describeFlags, describeTitle, roomTitle } from './room-words.ts'

/** GET /spaces/:id: one space as Webex describes it. */
export const spacePage: Page = async (visit) => {
  const { app, request, id } = visit
  const grant = await requireGrant(visit)
  const webex = await app.keeper.webex({ grant: grant.id }, PAGE_PATIENCE)
  const answer = await webex.rooms.get(id)
  const room = readRoom(answer)
  if (!room) throw new GrantkeeperError('WX-API-RESPONSE', { detail: 'It has no id.' })
  const call = `curl -H "Authorization: Bearer $TOKEN" ${app.keeper.integration.apiUrl}/rooms/${id}`
  const content = html`<p><a href="/spaces">‹ All spaces</a></p>
<h1>${roomTitle(room, 2_000)}</h1>
${facts(room, app.moments, app.environment.now())}
<details><summary>As JSON</summary>${code('The space as JSON', JSON.stringify(answer, null, 2))}</details>
<details><summary>As curl</summary>${code('The call as curl', call)}</details>`
  return renderPage(visit, request, { title: describeTitle(room), grant }, content)
}

function facts(room: Room, moments: Moments, now: number): Html {
  const moment = (text: unknown) => {
    const at = readInstant(text)
    return at === undefined ? undefined : moments.instant(at, now)
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
