import { encodeId } from '../identifiers.ts'
import type { People } from '../people.ts'
import { countColleagues, findColleagueByEmail, makeColleague, type Person, readColleagueNumber } from './colleagues.ts'

/** Everybody the organisation knows: those who sign in, and the made-up colleagues of their spaces. */
export interface Directory {
  find(uuid: string): Person | undefined
  /** Compared without regard to case. */
  findByEmail(email: string): Person | undefined
  /** Somebody to show where a person has been removed since. */
  describe(uuid: string): Person
  all(): Person[]
}

export function createDirectory(people: People): Directory {
  const find = (uuid: string): Person | undefined => {
    const number = readColleagueNumber(uuid)
    return number === undefined ? people.findByUuid(uuid) : makeColleague(number)
  }
  return {
    find,
    findByEmail: (email) => people.findByEmail(email) ?? findColleagueByEmail(email),
    describe: (uuid) => find(uuid) ?? makeStranger(uuid),
    all() {
      const users = people.all()
      const count = countColleagues(users.reduce((most, { spaces }) => Math.max(most, spaces), 0))
      const taken = new Set(users.map(({ email }) => email.toLowerCase()))
      const colleagues = Array.from({ length: count }, (_, number) => makeColleague(number))
      return [...users, ...colleagues.filter(({ email }) => !taken.has(email))]
    },
  }
}

function makeStranger(uuid: string): Person {
  const email = `deleted-${uuid.slice(0, 8)}@example.com`
  return { id: encodeId('PEOPLE', uuid), uuid, email, displayName: 'Deleted User', kind: 'person', isAdmin: false }
}
