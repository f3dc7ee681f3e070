import type { Message, Space } from './space.ts'

/** Where the messages of held spaces are, and how much they take. The oldest are forgotten: no more than 64 MiB. */
export interface MessageIndex {
  add(space: Space, message: Message): void
  remove(message: Message): void
  spaceOf(uuid: string): string | undefined
  clear(): void
}

const MOST_BYTES = 64 * 1024 * 1024
/** What a message takes without its texts. */
const BARE_BYTES = 400

export function createMessageIndex(forget: (spaceUuid: string, messageUuid: string) => void): MessageIndex {
  const places = new Map<string, { spaceUuid: string; bytes: number }>()
  let size = 0
  const remove = (uuid: string) => {
    size -= places.get(uuid)?.bytes ?? 0
    places.delete(uuid)
  }
  return {
    add(space, message) {
      remove(message.uuid)
      const bytes = sizeOf(message)
      places.set(message.uuid, { spaceUuid: space.uuid, bytes })
      size += bytes
      for (const [oldest, { spaceUuid }] of places) {
        if (size <= MOST_BYTES) break
        remove(oldest)
        forget(spaceUuid, oldest)
      }
    },
    remove: ({ uuid }) => remove(uuid),
    spaceOf: (uuid) => places.get(uuid)?.spaceUuid,
    clear() {
      places.clear()
      size = 0
    },
  }
}

function sizeOf({ text = '', markdown = '', html = '', cards }: Message): number {
  return BARE_BYTES + 2 * (text.length + markdown.length + html.length + (cards ? JSON.stringify(cards).length : 0))
}
