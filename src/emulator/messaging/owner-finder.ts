import type { People, User } from '../people.ts'
import { tailOf } from './made-ids.ts'

/** Finds by the uuid of something made up whose it is. */
export interface OwnerFinder {
  find(uuid: string): User | undefined
}

export function createOwnerFinder(people: Pick<People, 'all' | 'findByUuid'>): OwnerFinder {
  const uuids = new Map<string, string>()
  const findKnown = (tail: string) => people.findByUuid(uuids.get(tail) ?? '')
  return {
    find(uuid) {
      const tail = tailOf(uuid)
      const known = findKnown(tail)
      if (known) return known
      uuids.clear()
      for (const user of people.all()) uuids.set(tailOf(user.uuid), user.uuid)
      return findKnown(tail)
    },
  }
}
