import type { Kept } from './changes.ts'
import { encodeId, nameUuid } from './identifiers.ts'
import { listSeedUsers } from './seed/made-users.ts'
import type { Seed, SeedUser } from './seed/seed.ts'

/** Somebody a token can belong to: a person who signs in, a bot, or the machine account of a service app. */
export interface User extends Required<SeedUser> {
  /** Public id, as `GET /v1/people/me` gives it. */
  id: string
  uuid: string
}

/** Everybody there is. */
export interface People extends Kept {
  all(): User[]
  find(key: string): User | undefined
  findByUuid(uuid: string): User | undefined
  /** Compared without regard to case. */
  findByEmail(email: string): User | undefined
  /** @throws RangeError when the key or the address is taken */
  add(user: SeedUser): User
  /** Changes what a person is; the key stays. */
  change(user: User, changes: Partial<Omit<SeedUser, 'key'>>): void
  remove(user: User): void
}

export function createPeople(seed: Seed): People {
  const users = new Map<string, User>()
  const byUuid = new Map<string, User>()
  const byEmail = new Map<string, User>()
  const keep = (user: User) => {
    users.set(user.key, user)
    byUuid.set(user.uuid, user)
    byEmail.set(user.email.toLowerCase(), user)
  }
  const people: People = {
    all: () => [...users.values()],
    find: (key) => users.get(key),
    findByUuid: (uuid) => byUuid.get(uuid),
    findByEmail: (email) => byEmail.get(email.toLowerCase()),
    add(seeded) {
      const user = makeUser(seeded)
      if (users.has(user.key)) throw new RangeError(`there is a user ${user.key} already`)
      if (byEmail.has(user.email.toLowerCase())) throw new RangeError(`there is a user with ${user.email} already`)
      keep(user)
      return user
    },
    change(user, changes) {
      byEmail.delete(user.email.toLowerCase())
      keep(Object.assign(user, changes))
    },
    remove(user) {
      users.delete(user.key)
      byUuid.delete(user.uuid)
      byEmail.delete(user.email.toLowerCase())
    },
    save: () => people.all(),
    restore(saved) {
      for (const user of people.all()) people.remove(user)
      for (const user of saved as User[]) keep({ ...user })
    },
  }
  for (const user of listSeedUsers(seed)) people.add(user)
  return people
}

function makeUser(seeded: SeedUser): User {
  if (!seeded.key) throw new RangeError('a user needs a key to sign in with')
  const uuid = nameUuid(`user ${seeded.key}`)
  const defaults = { spaces: 0, blockedByAdmin: false, kind: 'person' as const, isAdmin: false }
  return { ...defaults, ...seeded, id: encodeId('PEOPLE', uuid), uuid }
}
