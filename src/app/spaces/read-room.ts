import type { Room } from '../../index.ts'

const TEXTS = ['title', 'type', 'description', 'lastActivity', 'created', 'creatorId', 'teamId'] as const

/** What an address can hold as it is. */
const ID = /^[\x21-\x7e]{1,256}$/

/** A space as pages may show it: what should be text and is not is left out; undefined where there is no usable id. */
export function readRoom(room: Room): Room | undefined {
  return typeof room?.id === 'string' && ID.test(room.id) ? dropOddities(room, TEXTS) : undefined
}

/** An item of Webex's without those of these fields that should be text and are not. */
export function dropOddities<T extends object>(item: T, texts: readonly (keyof T)[]): T {
  const odd = texts.filter((name) => item[name] !== undefined && typeof item[name] !== 'string')
  return odd.length === 0 ? item : { ...item, ...Object.fromEntries(odd.map((name) => [name, undefined])) }
}
