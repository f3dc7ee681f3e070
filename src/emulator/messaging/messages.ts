import { drawUuid } from '../identifiers.ts'
import { FORBIDDEN } from '../server/answers.ts'
import type { Person } from './colleagues.ts'
import { composeWords, type Words } from './compose.ts'
import type { GivenFile } from './files.ts'
import type { Messaging } from './messaging.ts'
import { Refusal } from './refusal.ts'
import { type Message, mayManage, mayRead, type Space } from './space.ts'
import { tellMessage } from './tell.ts'

export interface Draft extends Words {
  parentUuid?: string | undefined
  file?: GivenFile | undefined
  cards?: unknown[] | undefined
}

export interface Found {
  space: Space
  message: Message
}

const MOST_MESSAGES = 1000
const MOST_EDITS = 10

/** A message the caller may read. @throws Refusal 404 */
export function findReadable(messaging: Messaging, caller: Person, uuid: string): Found {
  const found = messaging.findMessage(uuid)
  if (!found || !mayRead(found.space, found.message, caller)) throw new Refusal(404, 'Unable to get message.')
  return found
}

/** Posts to a space the caller is in. A space remembers its newest 1,000 messages. @throws Refusal 400, 403, 404 */
export function postMessage(messaging: Messaging, caller: Person, found: Space, draft: Draft): Found {
  checkMayPost(found, caller)
  const parent = draft.parentUuid === undefined ? undefined : findParent(found, draft.parentUuid)
  const words = composeWords(messaging, draft)
  const space = messaging.hold(found)
  const { clock, environment } = messaging.context
  const uuid = drawUuid(environment)
  const file = draft.file && messaging.files.add(draft.file, uuid)
  const message: Message = {
    uuid,
    number: space.posted,
    authorUuid: caller.uuid,
    // A reply to a reply belongs to the thread of the first message.
    ...(parent && { parentUuid: parent.parentUuid ?? parent.uuid }),
    ...words,
    ...(file && { fileUuids: [file.uuid] }),
    ...(draft.cards && { cards: draft.cards }),
    createdAt: clock.now(),
  }
  space.posted += 1
  space.lastActivityAt = clock.now()
  space.messages.push(message)
  messaging.index.add(space, message)
  if (space.messages.length > MOST_MESSAGES) forgetOldest(messaging, space)
  tellMessage(messaging, 'created', caller, space, message)
  return { space, message }
}

function checkMayPost(space: Space, { uuid }: Person): void {
  if (space.isAnnouncementOnly && !space.members.get(uuid)?.isModerator) throw new Refusal(403, FORBIDDEN)
}

function findParent(space: Space, uuid: string): Message {
  const parent = space.messages.find((message) => message.uuid === uuid)
  if (!parent) throw new Refusal(404, 'Unable to get message.')
  return parent
}

function forgetOldest({ index, files }: Messaging, space: Space): void {
  const oldest = space.messages.shift()
  if (!oldest) return
  index.remove(oldest)
  for (const uuid of oldest.fileUuids ?? []) files.remove(uuid)
}

/** Only its author edits a message, at most ten times, and never one with a file or a card. @throws Refusal 400, 403 */
export function editMessage(messaging: Messaging, caller: Person, found: Found, words: Words): Found {
  const { message: before } = found
  if (before.authorUuid !== caller.uuid) throw new Refusal(403, FORBIDDEN)
  if (before.fileUuids || before.cards) {
    throw new Refusal(400, 'Editing a message that contains files or attachments is not supported.')
  }
  if ((before.edits ?? 0) >= MOST_EDITS) throw new Refusal(400, 'The edit limit of this message has been reached.')
  const composed = composeWords(messaging, words)
  const { space, message } = holdFound(messaging, found)
  for (const name of ['text', 'markdown', 'html', 'mentionedUuids', 'mentionsAll'] as const) delete message[name]
  Object.assign(message, composed, { updatedAt: messaging.context.clock.now(), edits: (message.edits ?? 0) + 1 })
  messaging.index.add(space, message)
  tellMessage(messaging, 'updated', caller, space, message)
  return { space, message }
}

/** Its author deletes a message, or a moderator of a locked space. @throws Refusal 403 */
export function deleteMessage(messaging: Messaging, caller: Person, found: Found): void {
  const isModerator = found.space.isLocked && mayManage(found.space, caller.uuid)
  if (found.message.authorUuid !== caller.uuid && !isModerator) throw new Refusal(403, FORBIDDEN)
  const { space, message } = holdFound(messaging, found)
  space.messages.splice(space.messages.indexOf(message), 1)
  messaging.index.remove(message)
  for (const uuid of message.fileUuids ?? []) messaging.files.remove(uuid)
  tellMessage(messaging, 'deleted', caller, space, message)
}

function holdFound(messaging: Messaging, { space: found, message }: Found): Found {
  const space = messaging.hold(found)
  return { space, message: space.messages.find(({ uuid }) => uuid === message.uuid) ?? message }
}
