import type { Room } from '../../index.ts'

const TEXTS = ['title', 'type', 'description', 'lastActivity', 'created', 'creatorId', 'teamId'] as const

/** A space as pages may show it: what should be text and is not is left out; undefined where there is no id. */
export function readRoom(room: Room): Room | undefined {
  if (typeof room?.id !== 'string') return undefined
  const wrong = TEXTS.filter((name) => room[name] !== undefined && typeof room[name] !== 'string')
  return wrong.length === 0 ? room : { ...room, ...Object.fromEntries(wrong.map((name) => [name, undefined])) }
}
