/**
 * Ids of what is made up. The first eight digits of the uuid carry a number, scattered so that they look drawn; the rest
 * tells whose it is. So one of 100,000 spaces is found by its id without making the others.
 */

const FACTOR = 0x9e3779b1

export function scatter(number: number): number {
  return Math.imul(number, FACTOR) >>> 0
}

/** The uuid of number `number` among what belongs to the person, or group of people, with this uuid. */
export function writeMadeUuid(ownerUuid: string, number: number): string {
  return scatter(number).toString(16).padStart(8, '0') + ownerUuid.slice(8)
}

/** The number in a uuid of {@link writeMadeUuid}. */
export function readMadeNumber(uuid: string): number {
  return Math.imul(Number.parseInt(uuid.slice(0, 8), 16), INVERSE) >>> 0
}

/** What all uuids of one owner have in common. */
export function tailOf(uuid: string): string {
  return uuid.slice(8)
}

/** Newton's way to the number that undoes the factor modulo 2^32: each round doubles the right digits. */
const INVERSE = [1, 2, 3, 4, 5].reduce((guess) => Math.imul(guess, 2 - Math.imul(FACTOR, guess)), FACTOR)
