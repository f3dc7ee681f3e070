import type { Person } from './colleagues.ts'
import { type Message, mayRead, type Space } from './space.ts'

export interface MessageQuery {
  parentUuid?: string | undefined
  mentionedUuid?: string | undefined
  /** Only messages of before this instant. */
  beforeAt?: number | undefined
  /** Only messages with a smaller number. */
  beforeNumber?: number | undefined
  max: number
}

export interface MessagePage {
  messages: Message[]
  /** The number the next page is before; undefined on the last one. */
  next: number | undefined
}

/** One page of a space's messages, newest first. */
export function listMessages(space: Space, reader: Person, query: MessageQuery): MessagePage {
  const messages: Message[] = []
  for (const message of space.messages.toReversed()) {
    if (!mayRead(space, message, reader) || !fits(message, query)) continue
    if (messages.length === query.max) return { messages, next: messages.at(-1)?.number }
    messages.push(message)
  }
  return { messages, next: undefined }
}

function fits(message: Message, { parentUuid, mentionedUuid, beforeAt, beforeNumber }: MessageQuery): boolean {
  if (parentUuid !== undefined && message.parentUuid !== parentUuid) return false
  if (mentionedUuid !== undefined && !message.mentionedUuids?.includes(mentionedUuid)) return false
  if (beforeAt !== undefined && message.createdAt >= beforeAt) return false
  return beforeNumber === undefined || message.number < beforeNumber
}
