import type { EmulatorContext } from '../../context.ts'
import { listMessages } from '../../messaging/list-messages.ts'
import { deleteMessage, editMessage, type Found, findReadable, postMessage } from '../../messaging/messages.ts'
import { Refusal } from '../../messaging/refusal.ts'
import { createDirectSpace, findOwnSpace } from '../../messaging/rooms.ts'
import { showMessage } from '../../messaging/show.ts'
import type { Space } from '../../messaging/space.ts'
import { answerJson, FORBIDDEN } from '../../server/answers.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { answerNothing, type Call, expectId, openTo, readPathId } from './call.ts'
import { expectText, type Input, readJson, readOptionalId, readPerson, readQuery, readText } from './input.ts'
import { readDraft, readMessageInput } from './message-input.ts'
import { answerPage, readWindow } from './page.ts'
import { readInstant } from './rooms.ts'

const READ = 'spark:messages_read'
const WRITE = 'spark:messages_write'

/** @see WEBEX.md §9 */
export function listMessageEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/v1/messages', openTo(context, READ, list)],
    ['POST', '/v1/messages', openTo(context, WRITE, create)],
    ['GET', '/v1/messages/direct', openTo(context, READ, listDirect)],
    ['GET', '/v1/messages/:id', openTo(context, READ, (call) => show(call, find(call)))],
    ['PUT', '/v1/messages/:id', openTo(context, WRITE, update)],
    ['DELETE', '/v1/messages/:id', openTo(context, WRITE, remove)],
  ]
}

function list(call: Call): Response {
  const roomId = expectText(readQuery(call), 'roomId', "Required String parameter 'roomId' is not present")
  const space = findOwnSpace(call.messaging, call.caller, expectId('ROOM', roomId))
  const mentionedUuid = readMentioned(call)
  // A bot may ask only for what names it. @see WEBEX.md §6
  if (call.caller.kind === 'bot' && space.type === 'group' && !mentionedUuid) throw new Refusal(403, FORBIDDEN)
  return answerMessages(call, space, { mentionedUuid, keep: ['roomId', 'parentId', 'mentionedPeople'] })
}

function listDirect(call: Call): Response {
  const { messaging, caller } = call
  const other = readPerson(call, readQuery(call))
  if (!other) throw new Refusal(400, 'Must specify either personId or personEmail.')
  const space = messaging.spaces.findDirect(caller.uuid, other.uuid)
  if (!space) throw new Refusal(404, 'Could not find a room with provided ID.')
  return answerMessages(call, space, { keep: ['personId', 'personEmail', 'parentId'] })
}

interface Listing {
  mentionedUuid?: string | undefined
  keep: readonly string[]
}

/** A cursor wins over `before` and `beforeMessage`: a known client sends them again with every page. @see WEBEX.md §8 */
function answerMessages(call: Call, space: Space, { mentionedUuid, keep }: Listing): Response {
  const { messaging, caller } = call
  const input = readQuery(call)
  const { max, start } = readWindow(call, { usual: 50, most: mentionedUuid === undefined ? 1000 : 100 })
  const first = start === undefined
  const { messages, next } = listMessages(space, caller, {
    max,
    mentionedUuid,
    parentUuid: readOptionalId(input, 'parentId', 'MESSAGE'),
    beforeAt: first ? readInstant(input, 'before') : undefined,
    beforeNumber: first ? readBeforeMessage(space, input) : start,
  })
  const items = messages.map((message) => showMessage(messaging, space, message))
  return answerPage(call, { items, next, max, keep, what: 'messages' })
}

function readBeforeMessage(space: Space, input: Input): number | undefined {
  const before = readOptionalId(input, 'beforeMessage', 'MESSAGE')
  if (before === undefined) return undefined
  const message = space.messages.find(({ uuid }) => uuid === before)
  if (!message) throw new Refusal(404, 'Unable to get message.')
  return message.number
}

function readMentioned({ query, caller }: Call): string | undefined {
  const named = query.getAll('mentionedPeople').flatMap((list) => list.split(','))
  const strangers = named.filter((id) => id !== 'me' && expectId('PEOPLE', id) !== caller.uuid)
  if (strangers.length > 0) throw new Refusal(400, "Invalid value for 'mentionedPeople': only me")
  return named.length > 0 ? caller.uuid : undefined
}

async function create(call: Call): Promise<Response> {
  const { messaging, caller } = call
  const given = await readMessageInput(call)
  findDestination(call, given.input)
  const draft = await readDraft(call, given)
  const { direct, space } = findDestination(call, given.input)
  const to = space ?? (direct && createDirectSpace(messaging, caller, direct))
  if (!to) throw new Refusal(400, NO_DESTINATION)
  const posted = postMessage(messaging, caller, to, draft)
  const [toPersonId, toPersonEmail] = ['toPersonId', 'toPersonEmail'].map((name) => readText(given.input, name))
  return answerJson({ ...showMessage(messaging, posted.space, posted.message), toPersonId, toPersonEmail })
}

const NO_DESTINATION = 'Exactly one of the destination fields must not be empty (roomId, toPersonEmail, toPersonId)'

/** The space to post to, or the person whose direct space is still to be made. */
function findDestination(call: Call, input: Input) {
  const { messaging, caller } = call
  const named = ['roomId', 'toPersonEmail', 'toPersonId'].filter((name) => readText(input, name))
  if (named.length !== 1) throw new Refusal(400, NO_DESTINATION)
  const roomUuid = named[0] === 'roomId' ? readOptionalId(input, 'roomId', 'ROOM') : undefined
  if (roomUuid !== undefined) return { space: findOwnSpace(messaging, caller, roomUuid) }
  const direct = readPerson(call, input, 'toPerson')
  if (direct?.uuid === caller.uuid) throw new Refusal(400, 'Nobody can write to themselves.')
  return { direct, space: direct && messaging.spaces.findDirect(caller.uuid, direct.uuid) }
}

function update(call: Call): Response {
  const input = readJson(call)
  const roomUuid = expectId('ROOM', expectText(input, 'roomId', 'roomId cannot be null'))
  const found = find(call)
  if (found.space.uuid !== roomUuid) throw new Refusal(404, 'Unable to get message.')
  const words = { text: readText(input, 'text'), markdown: readText(input, 'markdown') }
  if (!words.text && !words.markdown) throw new Refusal(400, 'text cannot be empty')
  return show(call, editMessage(call.messaging, call.caller, found, words))
}

function remove(call: Call): Response {
  const { messaging, caller } = call
  const found = messaging.findMessage(readPathId(call, 'MESSAGE'))
  if (!found?.space.members.has(caller.uuid)) throw new Refusal(404, 'Unable to delete message.')
  deleteMessage(messaging, caller, found)
  return answerNothing()
}

function find(call: Call): Found {
  return findReadable(call.messaging, call.caller, readPathId(call, 'MESSAGE'))
}

function show({ messaging }: Call, { space, message }: Found): Response {
  return answerJson(showMessage(messaging, space, message))
}
