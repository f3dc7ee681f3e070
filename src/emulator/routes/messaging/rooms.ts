import type { EmulatorContext } from '../../context.ts'
import { encodeId } from '../../identifiers.ts'
import { listPublicSpaces, listSpaces, type SpaceQuery } from '../../messaging/list-spaces.ts'
import { Refusal } from '../../messaging/refusal.ts'
import { createSpace, deleteSpace, findOpenSpace, findOwnSpace, updateSpace } from '../../messaging/rooms.ts'
import { showRoom } from '../../messaging/show.ts'
import { orders, type SortBy } from '../../messaging/space-order.ts'
import { answerJson } from '../../server/answers.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { answerNothing, type Call, openTo, readPathId } from './call.ts'
import { expectText, type Input, readFlag, readJson, readOptionalId, readQuery, readText } from './input.ts'
import { answerPage, readWindow } from './page.ts'

const READ = 'spark:rooms_read'
const WRITE = 'spark:rooms_write'
const LONGEST_TITLE = 1000

/** @see WEBEX.md §9 */
export function listRoomEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/v1/rooms', openTo(context, READ, list)],
    ['POST', '/v1/rooms', openTo(context, WRITE, create)],
    ['GET', '/v1/rooms/:id', openTo(context, READ, get)],
    ['PUT', '/v1/rooms/:id', openTo(context, WRITE, update)],
    ['DELETE', '/v1/rooms/:id', openTo(context, WRITE, remove)],
    ['GET', '/v1/rooms/:id/meetingInfo', openTo(context, READ, meetingInfo)],
  ]
}

const FILTERS = ['teamId', 'type', 'orgPublicSpaces', 'from', 'to', 'sortBy'] as const

function list(call: Call): Response {
  const { messaging, caller } = call
  const query = readSpaceQuery(call)
  const isPublic = isWanted(readQuery(call), 'orgPublicSpaces')
  const { spaces, next } = isPublic
    ? listPublicSpaces(messaging.spaces, query)
    : listSpaces(messaging.spaces, caller, query)
  const items = spaces.map((space) => showRoom(messaging, space, caller.uuid))
  return answerPage(call, { items, next, max: query.max, keep: FILTERS, what: 'spaces' })
}

function readSpaceQuery(call: Call): SpaceQuery {
  const { max, start = 0 } = readWindow(call)
  const input = readQuery(call)
  const type = readText(input, 'type')
  if (type !== undefined && type !== 'direct' && type !== 'group') {
    throw new Refusal(400, "Invalid value for 'type': direct or group")
  }
  const teamUuid = readOptionalId(input, 'teamId', 'TEAM')
  const [after, before] = [readInstant(input, 'from'), readInstant(input, 'to')]
  const madePublic =
    after === undefined && before === undefined
      ? undefined
      : { after: after ?? 0, before: before ?? Number.POSITIVE_INFINITY }
  if (isWanted(input, 'orgPublicSpaces')) {
    const other = ['teamId', 'type', 'sortBy'].find((name) => input[name] !== undefined)
    if (other) throw new Refusal(400, `'${other}' cannot be combined with 'orgPublicSpaces'`)
  }
  return { max, start, type, teamUuid, madePublic, sortBy: readSortBy(input) }
}

function readSortBy(input: Input): SortBy {
  const wanted = readText(input, 'sortBy') ?? 'lastactivity'
  if (Object.hasOwn(orders, wanted)) return wanted as SortBy
  throw new Refusal(400, "Invalid value for 'sortBy': id, lastactivity or created")
}

function isWanted(input: Input, name: string): boolean {
  const value = input[name]
  if (value === undefined || value === 'false') return false
  if (value === 'true') return true
  throw new Refusal(400, `Invalid value for '${name}'`)
}

/** @throws Refusal 400 */
export function readInstant(input: Input, name: string): number | undefined {
  const text = readText(input, name)
  if (text === undefined) return undefined
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw new Refusal(400, `Invalid value for '${name}'`)
  return at
}

function create(call: Call): Response {
  const space = createSpace(call.messaging, call.caller, readDetails(readJson(call)))
  return answerJson(showRoom(call.messaging, space, call.caller.uuid))
}

function readDetails(input: Input) {
  return {
    title: expectText(input, 'title', 'Title cannot be empty.', LONGEST_TITLE),
    teamUuid: readOptionalId(input, 'teamId', 'TEAM'),
    isLocked: readFlag(input, 'isLocked'),
    isAnnouncementOnly: readFlag(input, 'isAnnouncementOnly'),
    isPublic: readFlag(input, 'isPublic'),
    description: readText(input, 'description', LONGEST_TITLE),
    classificationId: readText(input, 'classificationId', 200),
  }
}

function get(call: Call): Response {
  const space = findOpenSpace(call.messaging, call.caller, readPathId(call, 'ROOM'))
  return answerJson(showRoom(call.messaging, space, call.caller.uuid))
}

function update(call: Call): Response {
  const { messaging, caller } = call
  const space = findOwnSpace(messaging, caller, readPathId(call, 'ROOM'))
  return answerJson(
    showRoom(messaging, updateSpace(messaging, caller, space, readDetails(readJson(call))), caller.uuid),
  )
}

function remove(call: Call): Response {
  const { messaging, caller } = call
  deleteSpace(messaging, caller, findOwnSpace(messaging, caller, readPathId(call, 'ROOM')))
  return answerNothing()
}

/** Meetings are not emulated; the numbers lead nowhere. */
function meetingInfo(call: Call): Response {
  const { uuid } = findOwnSpace(call.messaging, call.caller, readPathId(call, 'ROOM'))
  const meetingNumber = String(Number.parseInt(uuid.slice(0, 8), 16)).padStart(10, '0')
  return answerJson({
    roomId: encodeId('ROOM', uuid),
    meetingLink: `https://example.webex.com/m/${uuid}`,
    sipAddress: `${meetingNumber}@example.webex.com`,
    meetingNumber,
    meetingId: uuid.replaceAll('-', ''),
    callInTollFreeNumber: '+1-555-010-0100',
    callInTollNumber: '+1-555-010-0101',
  })
}
