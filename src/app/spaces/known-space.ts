import { html } from 'hono/html'
import { type Grant, type GrantkeeperError, isGrantkeeperError, type Room } from '../../index.ts'
import type { AppContext, Visit } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { countdown, notice } from '../frame/parts.ts'
import { describeTitle, roomTitle } from './room-words.ts'
import { spaceFacts } from './space-facts.ts'
import { spaceUrl } from './space-url.ts'
import { secondsOf } from './wait.ts'

/** The page of a space as the list last had it, where Webex cannot tell more of it now. Rethrows what is no such case. */
export function knownSpacePage(visit: Visit, grant: Grant, error: unknown): Response {
  const { app, request, id } = visit
  const known = app.spaces.lastKnown(grant)
  const room = known?.rooms.find((one) => one.id === id)
  if (!known || !room || !isGrantkeeperError(error) || !error.retryable) throw error
  const { words } = app.language
  const content = html`<p class="crumb"><a href="/spaces">${words.spaces.detail.all}</a></p>
<h1>${roomTitle(words, room, 300)}</h1>
${whatFailed(app, error, { room, loadedAt: known.loadedAt })}
${spaceFacts(app, { room: withoutOthers(room, grant), teams: new Map(), creator: grant.person?.displayName })}`
  return renderPage(visit, request, { title: describeTitle(words, room), grant }, content)
}

interface Known {
  room: Room
  loadedAt: number
}

function whatFailed({ language, moments }: AppContext, error: GrantkeeperError, { room, loadedAt }: Known): Html {
  const { words } = language
  const { list, section, detail } = words.spaces
  const { title, fix } = words.errors(error.code)
  const isWait = error.code === 'WX-API-RATE-LIMITED' && error.retryAfterMs !== undefined
  const what = isWait ? list.wait(countdown(words, secondsOf(error.retryAfterMs ?? 0), 'again')) : `${title}. ${fix}`
  const tracking = error.trackingId && html`<br><span class="quiet">${section.tracking(error.trackingId)}</span>`
  return notice(
    words,
    'warning',
    html`${what} ${detail.knownSince(moments.clock(loadedAt))} <code>${error.code}</code>${tracking}
<p id="again"><a class="button small" href="${spaceUrl(room.id)}">${section.again}</a></p>`,
  )
}

/** A list names neither teams nor people, and "may not be seen" would not be true of them. */
function withoutOthers(room: Room, { person }: Grant): Room {
  return { ...room, teamId: undefined, creatorId: room.creatorId === person?.id ? room.creatorId : undefined }
}
