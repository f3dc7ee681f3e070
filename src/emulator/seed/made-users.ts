import type { Seed, SeedUser } from './seed.ts'

/** Everybody a seed names or asks to be made up. */
export function listSeedUsers({ users, generate }: Seed): SeedUser[] {
  const made = Array.from({ length: generate?.users ?? 0 }, (_, index) =>
    makeUser(index + 1, generate?.spacesEach ?? 0),
  )
  return [...users, ...made]
}

const FIRST_NAMES = ['Amara', 'Björn', 'Chidi', 'Dolores', 'Emeka', 'Farah', 'Goran', 'Hana', 'Ines', 'Jamal']
const LAST_NAMES = ['Okafor', 'Lindqvist', 'Marchetti', 'Novák', 'Said', 'Tanaka', 'Underhill', 'Vargas', 'Weiss']

function makeUser(number: number, spaces: number): SeedUser {
  const first = FIRST_NAMES[number % FIRST_NAMES.length]
  const last = LAST_NAMES[Math.floor(number / FIRST_NAMES.length) % LAST_NAMES.length]
  const displayName = `${first} ${last} ${number}`
  return { key: `user${number}`, displayName, email: `user${number}@example.com`, spaces }
}
