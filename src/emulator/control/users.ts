import type { EmulatorContext } from '../context.ts'
import type { User } from '../people.ts'
import type { SeedUser } from '../seed/seed.ts'
import { aCount, aFlag, aText, expectFound, operation } from './operation.ts'

type Changes = Partial<Omit<SeedUser, 'key' | 'kind'>>

const changeable = { displayName: aText, email: aText, spaces: aCount, blockedByAdmin: aFlag, isAdmin: aFlag }

/** What can be done about the people of the emulator. */
export const userOperations = [
  operation('users list', 'Lists who there is.', {
    reads: true,
    run: ({ people }) => people.all().map(showUser),
  }),
  operation<SeedUser>('users add', 'Adds somebody who can sign in, or a bot.', {
    required: ['key', 'displayName', 'email'],
    properties: { key: aText, ...changeable, kind: { enum: ['person', 'bot', 'appuser'] } },
    run: ({ people }, user) => showUser(people.add(user)),
  }),
  operation<{ key: string } & Changes>(
    'users change',
    'Changes a name, an address, or what the administrator allows.',
    {
      required: ['key'],
      properties: { key: aText, ...changeable },
      run(context, { key, ...changes }) {
        const user = findUser(context, key)
        context.people.change(user, changes)
        return showUser(user)
      },
    },
  ),
  operation<{ key: string }>('users remove', 'Removes somebody and ends all their tokens.', {
    required: ['key'],
    properties: { key: aText },
    run(context, { key }) {
      context.people.remove(findUser(context, key))
      return { revoked: context.grants.revokeWhere(({ userKey }) => userKey === key) }
    },
  }),
]

/** @throws ControlError EMU-NOT-FOUND */
export function findUser({ people }: EmulatorContext, key: string): User {
  return expectFound(people.find(key), `user ${key}`)
}

function showUser(user: User): User {
  return { ...user }
}
