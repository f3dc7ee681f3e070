import type { Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { encodeId, ORG_UUID, readId } from '../../identifiers.ts'
import { pickRooms, readMax, writeCursor } from '../../messaging/room-list.ts'
import type { Space } from '../../messaging/spaces.ts'
import { answerError, answerJson } from '../../server/answers.ts'
import { authorizeCall } from '../../server/bearer.ts'

/** `GET /v1/rooms`: the caller's spaces, page by page with one `Link: …; rel="next"`. @see WEBEX.md §8 */
export function roomsRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const caller = authorizeCall(context, c, 'spark:rooms_read')
    if (caller instanceof Response) return caller
    const url = new URL(c.req.url)
    const page = pickRooms([...context.messaging.spacesOf(caller)], url.searchParams)
    if ('problem' in page) return answerError(c.env.trackingId, 400, page.problem)
    c.env.findings.summary = `${page.spaces.length} spaces`
    const headers = page.next === undefined ? undefined : { link: `<${nextAddress(url, page.next)}>; rel="next"` }
    return answerJson({ items: page.spaces.map(showRoom) }, 200, headers)
  }
}

/** `GET /v1/rooms/:id` */
export function roomRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const caller = authorizeCall(context, c, 'spark:rooms_read')
    if (caller instanceof Response) return caller
    const uuid = readId('ROOM', c.req.param('id') ?? '')
    if (uuid === undefined) return answerError(c.env.trackingId, 400, 'Expect base64 ID or UUID.')
    const space = context.messaging.spacesOf(caller).find((known) => known.uuid === uuid)
    if (!space) return answerError(c.env.trackingId, 404, 'Could not find a room with provided ID.')
    return answerJson(showRoom(space))
  }
}

/** The same list from further on. A `;` in it would break a known client's parser, so it is built encoded. */
function nextAddress({ origin, searchParams }: URL, next: number): string {
  const query = new URLSearchParams()
  for (const name of ['teamId', 'type', 'sortBy']) {
    const value = searchParams.get(name)
    if (value !== null) query.set(name, value)
  }
  const max = readMax(searchParams.get('max')) ?? 1
  query.set('max', String(max))
  query.set('cursor', writeCursor(max, next))
  return `${origin}/v1/rooms?${query}`
}

function showRoom(space: Space) {
  return {
    id: encodeId('ROOM', space.uuid),
    title: space.title,
    type: space.type,
    isLocked: space.isLocked,
    ...(space.teamUuid && { teamId: encodeId('TEAM', space.teamUuid) }),
    lastActivity: new Date(space.lastActivityAt).toISOString(),
    creatorId: encodeId('PEOPLE', space.creatorUuid),
    created: new Date(space.createdAt).toISOString(),
    ownerId: encodeId('ORGANIZATION', ORG_UUID),
    isAnnouncementOnly: space.isAnnouncementOnly,
    isReadOnly: space.isAnnouncementOnly,
    isPublic: false,
  }
}
