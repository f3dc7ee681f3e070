import { parse } from 'yaml'
import { createCheck } from '../schema.ts'
import { listSeedUsers } from './made-users.ts'
import { demoSeed, type Seed } from './seed.ts'
import { seedSchema } from './seed-schema.ts'

/** A seed that cannot be planted; its message says where and why. */
export class SeedError extends RangeError {}

const check = createCheck(seedSchema)

/**
 * Reads a seed file, YAML or JSON. Without `users` it has those of {@link demoSeed}.
 * @throws SeedError
 * @example
 * createEmulator({ seed: readSeed('users: [{ key: lin, displayName: Lin Chen, email: lin@example.com }]') })
 */
export function readSeed(text: string): Seed {
  const given = parseText(text)
  const problem = check(given)
  if (problem !== undefined) throw new SeedError(problem)
  const seed = { users: demoSeed().users, ...(given as Partial<Seed>) }
  checkNames(seed)
  return seed
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
