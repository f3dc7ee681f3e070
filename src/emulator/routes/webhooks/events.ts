import type { Context, Handler } from 'hono'
import type { Change } from '../../changes.ts'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { encodeId, nameUuid, readId } from '../../identifiers.ts'
import { answerError, answerJson, FORBIDDEN } from '../../server/answers.ts'
import { authorizeCall } from '../../server/bearer.ts'
import { BARE_ORG_ID } from '../../webhooks/envelope.ts'
import { answerList } from './paging.ts'

/** What the query asks for; a change has to meet all of it. */
interface Wanted {
  resource: string | undefined
  type: string | undefined
  actorUuid: string | undefined
  from: number
  to: number
}

const PAGING = { kept: ['resource', 'type', 'actorId', 'from', 'to'], most: 1000 }

/** `GET /v1/events`: what changed in all spaces, newest first, for administrators. @see WEBEX.md §7 */
export function eventsRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const refused = refuseCaller(context, c)
    if (refused) return refused
    const wanted = readWanted(c.req.query(), context.clock.now())
    if ('problem' in wanted) return answerError(c.env.trackingId, 400, wanted.problem)
    const changes = nameEach(context.changes.list()).filter(({ change }) => isWanted(change, wanted))
    return answerList(c, changes.reverse(), showEvent, PAGING)
  }
}

/** `GET /v1/events/:id`: one of them, for as long as it is remembered. @see WEBEX.md §7 */
export function eventRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const refused = refuseCaller(context, c)
    if (refused) return refused
    const uuid = readId('EVENT', c.req.param('id') ?? '')
    const found = nameEach(context.changes.list()).find(({ name }) => nameUuid(name) === uuid)
    return found ? answerJson(showEvent(found)) : answerError(c.env.trackingId, 404, 'Event not found.')
  }
}

function refuseCaller(context: EmulatorContext, c: Context<Exchange>): Response | undefined {
  const caller = authorizeCall(context, c, 'spark-compliance:events_read')
  if (caller instanceof Response) return caller
  const isAllowed = caller.isAdmin || context.settings.eventsForEveryone
  return isAllowed ? undefined : answerError(c.env.trackingId, 403, FORBIDDEN)
}

const RESOURCES =
  /^(attachmentActions|businessTexts|call_records|convergedRecordings|file_transcodings|files|meetingMessages|meetings|meetingTranscripts|memberships|messages|rooms|tabs)$/
const TYPES = /^(created|updated|deleted|ended)$/

function readWanted(query: Record<string, string>, now: number): Wanted | { problem: string } {
  const { resource, type, actorId } = query
  if (resource !== undefined && !RESOURCES.test(resource)) return { problem: "Invalid value for 'resource'" }
  if (type !== undefined && !TYPES.test(type)) return { problem: "Invalid value for 'type'" }
  const actorUuid = actorId === undefined ? undefined : readId('PEOPLE', actorId)
  if (actorId !== undefined && !actorUuid) return { problem: "Invalid value for 'actorId'" }
  const from = readInstant(query.from) ?? Number.NEGATIVE_INFINITY
  const to = readInstant(query.to) ?? Number.POSITIVE_INFINITY
  if (Number.isNaN(from)) return { problem: "Invalid value for 'from'" }
  if (Number.isNaN(to) || (query.to !== undefined && to > now)) return { problem: "Invalid value for 'to'" }
  return { resource, type, actorUuid, from, to }
}

function readInstant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  return /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? Date.parse(text) : Number.NaN
}

function isWanted(change: Change, { resource, type, actorUuid, from, to }: Wanted): boolean {
  if (resource !== undefined && change.resource !== resource) return false
  if (type !== undefined && change.event !== type) return false
  if (actorUuid !== undefined && readId('PEOPLE', change.actorId) !== actorUuid) return false
  return change.at >= from && change.at <= to
}

interface NamedChange {
  change: Change
  name: string
}

/** Gives every change a name of its own that stays, though one thing may change twice within a millisecond. */
function nameEach(changes: readonly Change[]): NamedChange[] {
  const seen = new Map<string, number>()
  return changes.map((change) => {
    const what = `change ${change.resource} ${change.event} ${change.at} ${change.data.id}`
    const before = seen.get(what) ?? 0
    seen.set(what, before + 1)
    return { change, name: `${what} ${before}` }
  })
}

function showEvent({ change, name }: NamedChange) {
  return {
    id: encodeId('EVENT', nameUuid(name)),
    resource: change.resource,
    type: change.event,
    actorId: change.actorId,
    orgId: BARE_ORG_ID,
    created: new Date(change.at).toISOString(),
    data: change.data,
  }
}
