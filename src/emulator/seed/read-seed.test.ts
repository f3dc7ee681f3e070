import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listSeedUsers } from './made-users.ts'
import { readSeed, SeedError } from './read-seed.ts'

describe('a seed file', () => {
  it('is YAML', () => {
    const seed = readSeed(`
users:
  - { key: lin, displayName: Lin Chen, email: lin@example.com, spaces: 3 }
spaces:
  - title: Launch
    members: [lin]
    messages: [{ from: lin, text: Hello }]
`)
    expect(seed.users).toEqual([{ key: 'lin', displayName: 'Lin Chen', email: 'lin@example.com', spaces: 3 }])
    expect(seed.spaces?.[0]?.title).toBe('Launch')
  })

  it('is JSON', () => {
    expect(readSeed('{"generate": {"users": 2}}').generate).toEqual({ users: 2 })
  })

  it('has the people of the demo when it names none', () => {
    expect(readSeed('').users.map(({ key }) => key)).toEqual(['ada', 'grace', 'alan'])
  })

  it('makes up as many people as it asks for, the same each time', () => {
    const seed = readSeed('generate: { users: 250, spacesEach: 4 }')
    expect(listSeedUsers(seed)).toHaveLength(253)
    expect(listSeedUsers(seed)).toEqual(listSeedUsers(readSeed('generate: { users: 250, spacesEach: 4 }')))
    expect(new Set(listSeedUsers(seed).map(({ email }) => email)).size).toBe(253)
  })

  it.each([
    ['users: [{ key: lin, displayName: Lin }]', /users\/0: .*email/],
    ['users: [{ key: lin, displayName: Lin, email: nowhere }]', /users\/0\/email/],
    ['users: [{ key: A B, displayName: Lin, email: lin@example.com }]', /users\/0\/key: must match \^\[a-z0-9\]/],
    ['user: []', /user/],
    ['settings: { rotation: sometimes }', /settings\/rotation/],
    ['spaces: [{ title: Launch, members: [nobody] }]', /spaces\/0: there is no user nobody/],
    ['tokens: [{ user: nobody, kind: bot }]', /tokens\/0: there is no user nobody/],
    ['users: [{key: a, displayName: A, email: a@b}, {key: a, displayName: A, email: c@b}]', /two with the key a/],
    ['clock: tomorrow', /clock/],
    ['users: [', /line 1/],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => readSeed(text)).toThrow(SeedError)
    expect(() => readSeed(text)).toThrow(message)
  })

  it('reads anything without another failure than its own', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          readSeed(text)
        } catch (error) {
          expect(error).toBeInstanceOf(SeedError)
        }
      }),
    )
  })
})
