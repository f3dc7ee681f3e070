import { parse } from 'yaml'
import { createCheck } from '../schema.ts'
import { demoSeed, type Seed, type SeedUser } from './seed.ts'
import { seedSchema } from './seed-schema.ts'

/** A seed that cannot be planted; its message says where and why. */
export class SeedError extends RangeError {}

const check = createCheck(seedSchema)

/**
 * Reads a seed file, YAML or JSON. Without `users` it has those of {@link demoSeed}.
 * @throws SeedError
 */
export function readSeed(text: string): Seed {
  const given = parseText(text)
  const problem = check(given)
  if (problem !== undefined) throw new SeedError(problem)
  const seed = { users: demoSeed().users, ...(given as Partial<Seed>) }
  checkNames(seed)
  return seed
}

/** Everybody a seed names or asks to be made up. */
export function listSeedUsers({ users, generate }: Seed): SeedUser[] {
  const made = Array.from({ length: generate?.users ?? 0 }, (_, index) =>
    makeUser(index + 1, generate?.spacesEach ?? 0),
  )
  return [...users, ...made]
}

function parseText(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' }) ?? {}
  } catch (error) {
    throw new SeedError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'no YAML and no JSON')
  }
}

/** What a schema cannot say: that every name stands for somebody, once. */
function checkNames(seed: Seed): void {
  const known = new Set<string>()
  for (const { key } of listSeedUsers(seed)) {
    if (known.has(key)) throw new SeedError(`users: there are two with the key ${key}`)
    known.add(key)
  }
  const spaces = (seed.spaces ?? []).flatMap(({ members, messages = [] }, index) =>
    [...members, ...messages.map(({ from }) => from)].map((key) => [`spaces/${index}`, key] as const),
  )
  const tokens = (seed.tokens ?? []).map(({ user }, index) => [`tokens/${index}`, user] as const)
  const [place, stranger] = [...spaces, ...tokens].find(([, key]) => !known.has(key)) ?? []
  if (place !== undefined) throw new SeedError(`${place}: there is no user ${stranger}`)
  if (seed.clock !== undefined && !(Date.parse(seed.clock) >= 0)) throw new SeedError('clock: no instant of ISO 8601')
}

const FIRST_NAMES = ['Amara', 'Björn', 'Chidi', 'Dolores', 'Emeka', 'Farah', 'Goran', 'Hana', 'Ines', 'Jamal']
const LAST_NAMES = ['Okafor', 'Lindqvist', 'Marchetti', 'Novák', 'Said', 'Tanaka', 'Underhill', 'Vargas', 'Weiss']

function makeUser(number: number, spaces: number): SeedUser {
  const first = FIRST_NAMES[number % FIRST_NAMES.length]
  const last = LAST_NAMES[Math.floor(number / FIRST_NAMES.length) % LAST_NAMES.length]
  const displayName = `${first} ${last} ${number}`
  return { key: `user${number}`, displayName, email: `user${number}@example.com`, spaces }
}
