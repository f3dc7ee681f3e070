/** Something in a space that came, changed or went: what webhooks tell of and `GET /v1/events` lists. */
export interface Change {
  resource: ChangedResource
  event: 'created' | 'updated' | 'deleted'
  /** Milliseconds since 1970 by the emulator's clock. */
  at: number
  /** Public id of the person who did it. */
  actorId: string
  /** The resource as its endpoint shows it, without what only a fetch may show (a message's text and files). */
  data: Record<string, unknown>
  /** UUIDs of the people in the space; nobody else may hear of it. */
  audience: readonly string[]
  /** What filters of webhooks may ask for and `data` does not show. */
  facts: { mentionedUuids?: readonly string[]; hasFiles?: boolean; hasAttachments?: boolean }
}

export type ChangedResource = 'rooms' | 'memberships' | 'messages' | 'attachmentActions'

export interface Changes extends Kept {
  tell(change: Change): void
  /** Calls the listener with each change; gives the way to stop it. */
  onChange(listener: (change: Change) => void): () => void
  /** The newest 10,000, oldest first. */
  list(): readonly Change[]
}

/** A part of the emulator's state that a snapshot holds. What is saved is plain data that JSON can carry. */
export interface Kept {
  save(): unknown
  restore(saved: unknown): void
}

const MOST = 10_000

export function createChanges(): Changes {
  let changes: Change[] = []
  const listeners = new Set<(change: Change) => void>()
  return {
    tell(change) {
      changes.push(change)
      if (changes.length > MOST) changes.shift()
      for (const listener of listeners) listener(change)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    list: () => changes,
    save: () => changes,
    restore(saved) {
      changes = saved as Change[]
    },
  }
}
