import { encodeId, nameUuid } from './identifiers.ts'
import type { Seed, SeedUser } from './seed.ts'
import { makeSpaces, type Space } from './spaces.ts'

/** A person who can sign in. */
export interface User {
  key: string
  /** Public id, as `GET /v1/people/me` gives it. */
  id: string
  uuid: string
  displayName: string
  email: string
  /** How many spaces the user is in. */
  spaces: number
  blockedByAdmin: boolean
}

/** Who and what exists, apart from integrations and what was granted to them. */
export interface World {
  users(): User[]
  userOf(key: string): User | undefined
  userByUuid(uuid: string): User | undefined
  addUser(user: SeedUser): User
  spacesOf(user: User): Space[]
}

export function createWorld(seed: Seed): World {
  const users = new Map<string, User>()
  const spaces = new Map<string, Space[]>()
  const addUser = (seeded: SeedUser): User => {
    if (users.has(seeded.key)) throw new RangeError(`there is a user ${seeded.key} already`)
    const user = makeUser(seeded)
    users.set(user.key, user)
    spaces.set(user.key, makeSpaces(user.key, user.uuid, user.spaces))
    return user
  }
  for (const user of seed.users) addUser(user)
  return {
    users: () => [...users.values()],
    userOf: (key) => users.get(key),
    userByUuid: (uuid) => [...users.values()].find((user) => user.uuid === uuid),
    addUser,
    spacesOf: (user) => spaces.get(user.key) ?? [],
  }
}

function makeUser({ key, displayName, email, spaces = 0, blockedByAdmin = false }: SeedUser): User {
  if (!key) throw new RangeError('a user needs a key to sign in with')
  const uuid = nameUuid(`user ${key}`)
  return { key, id: encodeId('PEOPLE', uuid), uuid, displayName, email, spaces, blockedByAdmin }
}
