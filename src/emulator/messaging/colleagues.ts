import { encodeId, nameUuid } from '../identifiers.ts'
import type { User } from '../people.ts'
import { readMadeNumber, tailOf, writeMadeUuid } from './made-ids.ts'
import { names, places, roundRobin } from './made-words.ts'

/** Somebody of the directory. */
export type Person = Pick<User, 'id' | 'uuid' | 'email' | 'displayName' | 'kind' | 'isAdmin'>

/** Made-up people who are in the made-up spaces. Nobody can sign in as one of them. */
const GROUP = nameUuid('colleagues')
const DOMAIN = 'example.com'
/** As many as the direct spaces of somebody in 100,000 spaces need. */
const MOST = 12_000

export function colleagueUuid(number: number): string {
  return writeMadeUuid(GROUP, number)
}

export function makeColleague(number: number): Person {
  const [name, address] = roundRobin(names, number)
  const round = Math.floor(number / names.length)
  const uuid = colleagueUuid(number)
  return {
    id: encodeId('PEOPLE', uuid),
    uuid,
    email: `${address}${round > 0 ? `.${round}` : ''}@${DOMAIN}`,
    displayName: round > 0 ? `${name} (${roundRobin(places, round)})` : name,
    kind: 'person',
    isAdmin: false,
  }
}

/** Which colleague has this uuid; undefined when none has. */
export function readColleagueNumber(uuid: string): number | undefined {
  if (tailOf(uuid) !== tailOf(GROUP)) return undefined
  const number = readMadeNumber(uuid)
  return number < MOST ? number : undefined
}

export function findColleagueByEmail(email: string): Person | undefined {
  const [, address, round = '0'] =
    /^([a-z.]+?)(?:\.([1-9]\d{0,4}))?@example\.com$/.exec(email.trim().toLowerCase()) ?? []
  const place = names.findIndex(([, known]) => known === address)
  const number = Number(round) * names.length + place
  return place >= 0 && number < MOST ? makeColleague(number) : undefined
}

/** How many colleagues somebody in so many made-up spaces knows, directly or not. */
export function countColleagues(spaces: number): number {
  return Math.max(names.length, Math.floor((spaces + 4) / 9))
}
