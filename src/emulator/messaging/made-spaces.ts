import type { User } from '../people.ts'
import { colleagueUuid } from './colleagues.ts'
import { readMadeNumber, writeMadeUuid } from './made-ids.ts'
import { names, oddTitles, places, remarks, roundRobin, subjects, teamNames } from './made-words.ts'
import type { Member, Message, Space } from './space.ts'

/** Whose made-up spaces: the same in every run, all following from the key of the user and the position. */
export type Owner = Pick<User, 'uuid' | 'spaces'>

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const NEWEST_AT = Date.UTC(2026, 0, 5, 16, 20, 11, 482)
/** Numbers of uuids: one for a space, the next for its messages. */
const SLOTS = 8
/** Teams come after all spaces. */
const FIRST_TEAM = 1 << 20

export function isMadeDirect(index: number): boolean {
  return index % 9 === 4
}

/** Which of the owner's teams a made-up space belongs to. */
export function madeTeamNumber(index: number): number | undefined {
  return !isMadeDirect(index) && index % 4 === 1 ? index % teamNames.length : undefined
}

export function madeActivityAt(index: number): number {
  return NEWEST_AT - ((index * 37) % 5000) * HOUR_MS - index * 61_000
}

export function madeCreatedAt(index: number): number {
  return madeActivityAt(index) - (24 + ((index * 53) % 9000)) * HOUR_MS
}

export function madeSpaceUuid(owner: Owner, index: number): string {
  return writeMadeUuid(owner.uuid, madeSpaceNumber(index))
}

/** What the uuid of the space at this position carries. */
export function madeSpaceNumber(index: number): number {
  return index * SLOTS
}

export function madeTeamUuid(owner: Owner, team: number): string {
  return writeMadeUuid(owner.uuid, (FIRST_TEAM + team) * SLOTS)
}

/** What a made-up uuid of an owner stands for: a space, a message in one, or a team; undefined when nothing does. */
export function readMadeUuid(
  owner: Owner,
  uuid: string,
): { index: number; message?: number } | { team: number } | undefined {
  const number = readMadeNumber(uuid)
  const [index, slot] = [Math.floor(number / SLOTS), number % SLOTS]
  if (index < owner.spaces) return slot === 0 ? { index } : { index, message: slot - 1 }
  const team = index - FIRST_TEAM
  return slot === 0 && team >= 0 && team < teamNames.length ? { team } : undefined
}

export function makeSpace(owner: Owner, index: number): Space {
  const isDirect = isMadeDirect(index)
  const isAnnouncementOnly = !isDirect && index % 17 === 6
  const isLocked = isAnnouncementOnly || (!isDirect && index % 11 === 3)
  const team = madeTeamNumber(index)
  const createdAt = madeCreatedAt(index)
  const colleagues = listColleagues(index, isDirect)
  const creatorUuid = index % 3 === 0 ? owner.uuid : (colleagues[0] ?? owner.uuid)
  const join = (personUuid: string): [string, Member] => [
    personUuid,
    { personUuid, isModerator: isLocked && personUuid === creatorUuid, joinedAt: createdAt },
  ]
  const messages = makeMessages(owner, index, [...colleagues, owner.uuid])
  return {
    uuid: madeSpaceUuid(owner, index),
    title: isDirect ? '' : titleOf(index),
    type: isDirect ? 'direct' : 'group',
    isLocked,
    isAnnouncementOnly,
    teamUuid: team === undefined ? undefined : madeTeamUuid(owner, team),
    creatorUuid,
    createdAt,
    lastActivityAt: madeActivityAt(index),
    members: new Map([owner.uuid, ...colleagues].map(join)),
    messages: isAnnouncementOnly ? messages.map((message) => ({ ...message, authorUuid: creatorUuid })) : messages,
    posted: messages.length,
  }
}

/** The other people of a made-up space: one in a direct space, two to five in a group. */
function listColleagues(index: number, isDirect: boolean): string[] {
  if (isDirect) return [colleagueUuid(Math.floor(index / 9))]
  return Array.from({ length: 2 + (index % 4) }, (_, place) => colleagueUuid((index + place) % names.length))
}

function makeMessages(owner: Owner, index: number, authors: string[]): Message[] {
  const count = 1 + (index % 4)
  return Array.from({ length: count }, (_, place) => ({
    uuid: writeMadeUuid(owner.uuid, madeSpaceNumber(index) + 1 + place),
    number: place,
    authorUuid: authors[(index + place) % authors.length] ?? owner.uuid,
    text: roundRobin(remarks, index + place),
    createdAt: madeActivityAt(index) - (count - 1 - place) * 7 * MINUTE_MS,
  }))
}

function titleOf(index: number): string {
  if (index % 41 === 7) return `${roundRobin(oddTitles, index / 41)}${index > 246 ? ` ${index}` : ''}`
  const repeated = Math.floor(index / (places.length * subjects.length))
  return `${roundRobin(places, index)}: ${roundRobin(subjects, index)}${repeated > 0 ? ` ${repeated + 1}` : ''}`
}
