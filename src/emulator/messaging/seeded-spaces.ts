import { nameUuid } from '../identifiers.ts'
import type { SeedSpace } from '../seed/seed.ts'
import type { Messaging } from './messaging.ts'
import type { Member, Message, Space } from './space.ts'

const FIRST_AT = Date.UTC(2026, 0, 5, 9)
const MINUTE_MS = 60_000

/** Makes the spaces a seed names; the same in every run. Nobody hears of it: they have always been there. */
export function plantSpaces(messaging: Messaging, seeded: SeedSpace[]): void {
  for (const [place, space] of seeded.entries()) {
    const made = makeSeeded(messaging, space, place)
    if (made) messaging.hold(made)
  }
}

function makeSeeded(
  { context }: Messaging,
  { title, members, messages = [] }: SeedSpace,
  place: number,
): Space | undefined {
  const createdAt = FIRST_AT + place * MINUTE_MS
  const uuidOf = (key: string) => context.people.find(key)?.uuid
  const uuids = members.flatMap((key) => uuidOf(key) ?? [])
  const [creatorUuid] = uuids
  if (creatorUuid === undefined) return undefined
  const join = (personUuid: string): [string, Member] => [
    personUuid,
    { personUuid, isModerator: false, joinedAt: createdAt },
  ]
  const posted = messages.map(
    ({ from, text }, number): Message => ({
      uuid: nameUuid(`message ${number} of seeded space ${place}`),
      number,
      authorUuid: uuidOf(from) ?? creatorUuid,
      text,
      createdAt: createdAt + (number + 1) * MINUTE_MS,
    }),
  )
  return {
    uuid: nameUuid(`seeded space ${place}`),
    title,
    type: 'group',
    isLocked: false,
    isAnnouncementOnly: false,
    creatorUuid,
    createdAt,
    lastActivityAt: createdAt + posted.length * MINUTE_MS,
    members: new Map(uuids.map(join)),
    messages: posted,
    posted: posted.length,
  }
}
