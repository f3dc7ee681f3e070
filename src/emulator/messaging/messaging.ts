import type { User } from '../people.ts'
import { makeSpaces, type Space } from './spaces.ts'

/** Spaces and what is in them. */
export interface Messaging {
  spacesOf(user: User): Space[]
}

export function createMessaging(): Messaging {
  const spaces = new Map<string, Space[]>()
  return {
    spacesOf(user) {
      const known = spaces.get(user.key) ?? makeSpaces(user.key, user.uuid, user.spaces)
      spaces.set(user.key, known)
      return known
    },
  }
}
