import type { EmulatorContext } from '../../context.ts'
import { readPairId } from '../../identifiers.ts'
import { listSpaces } from '../../messaging/list-spaces.ts'
import { addMember, changeMember, findMembership, type Membership, removeMember } from '../../messaging/memberships.ts'
import { Refusal } from '../../messaging/refusal.ts'
import { findOpenSpace, findOwnSpace } from '../../messaging/rooms.ts'
import { showMembership } from '../../messaging/show.ts'
import { answerJson } from '../../server/answers.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { answerNothing, type Call, expectId, openTo } from './call.ts'
import { expectPerson, expectText, readFlag, readJson, readOptionalId, readPerson, readQuery } from './input.ts'
import { answerPage, cutPage, readWindow } from './page.ts'

const READ = 'spark:memberships_read'
const WRITE = 'spark:memberships_write'

/** @see WEBEX.md §9 */
export function listMembershipEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/v1/memberships', openTo(context, READ, list)],
    ['POST', '/v1/memberships', openTo(context, WRITE, create)],
    ['GET', '/v1/memberships/:id', openTo(context, READ, (call) => show(call, find(call)))],
    ['PUT', '/v1/memberships/:id', openTo(context, WRITE, update)],
    ['DELETE', '/v1/memberships/:id', openTo(context, WRITE, remove)],
  ]
}

function list(call: Call): Response {
  const roomUuid = readOptionalId(readQuery(call), 'roomId', 'ROOM')
  return roomUuid === undefined ? listOwn(call) : listOfRoom(call, roomUuid)
}

function listOfRoom(call: Call, roomUuid: string): Response {
  const { messaging, caller } = call
  const window = readWindow(call)
  const space = findOwnSpace(messaging, caller, roomUuid)
  const person = readPerson(call, readQuery(call))
  const members = [...space.members.values()].filter(({ personUuid }) => !person || personUuid === person.uuid)
  const { part, next } = cutPage(members, window)
  const items = part.map((member) => showMembership(messaging, space, member))
  const keep = ['roomId', 'personId', 'personEmail']
  return answerPage(call, { items, next, max: window.max, keep, what: 'memberships' })
}

/** Without a room: the caller's own memberships. */
function listOwn(call: Call): Response {
  const { messaging, caller, query } = call
  if (query.has('personId') || query.has('personEmail')) throw new Refusal(400, 'roomId cannot be null')
  const { max, start = 0 } = readWindow(call)
  const { spaces, next } = listSpaces(messaging.spaces, caller, { sortBy: 'id', start, max })
  const items = spaces.flatMap((space) => {
    const member = space.members.get(caller.uuid)
    return member ? [showMembership(messaging, space, member)] : []
  })
  return answerPage(call, { items, next, max, keep: [], what: 'memberships' })
}

function create(call: Call): Response {
  const { messaging, caller } = call
  const input = readJson(call)
  const roomUuid = expectId('ROOM', expectText(input, 'roomId', 'roomId cannot be null'))
  const space = findOpenSpace(messaging, caller, roomUuid)
  const isModerator = readFlag(input, 'isModerator') ?? false
  return show(call, addMember(messaging, caller, space, { person: expectPerson(call, input), isModerator }))
}

function update(call: Call): Response {
  const input = readJson(call)
  const changes = { isModerator: readFlag(input, 'isModerator'), isRoomHidden: readFlag(input, 'isRoomHidden') }
  if (Object.values(changes).every((change) => change === undefined))
    throw new Refusal(400, 'isModerator cannot be null')
  return show(call, changeMember(call.messaging, call.caller, find(call), changes))
}

function remove(call: Call): Response {
  removeMember(call.messaging, call.caller, find(call))
  return answerNothing()
}

function find({ c, messaging, caller }: Call): Membership {
  const ids = readPairId('MEMBERSHIP', c.req.param('id') ?? '')
  if (!ids) throw new Refusal(400, 'Expect base64 ID or UUID.')
  return findMembership(messaging, caller, ids)
}

function show({ messaging }: Call, { space, member }: Membership): Response {
  return answerJson(showMembership(messaging, space, member))
}
