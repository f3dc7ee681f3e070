import type { Change } from '../changes.ts'
import { readId } from '../identifiers.ts'
import { findWatched } from './watched.ts'

/** One condition of a filter, as it was written. */
export interface Condition {
  name: string
  value: string
}

/** A filter cut into its conditions, or the name of the one that its resource does not have or that makes no sense. */
export type FilterReading = { conditions: Condition[] } | { invalid: string }

const BOOLEANS = ['true', 'false']
const idKinds = { roomId: 'ROOM', personId: 'PEOPLE', messageId: 'MESSAGE' } as const

const allowed: Record<string, (value: string) => boolean> = {
  roomId: (value) => readId('ROOM', value) !== undefined,
  personId: (value) => readId('PEOPLE', value) !== undefined,
  messageId: (value) => readId('MESSAGE', value) !== undefined,
  personEmail: (value) => /^[^@\s]+@[^@\s]+$/.test(value),
  mentionedPeople: (value) => value === 'me',
  roomType: isRoomType,
  type: isRoomType,
  isLocked: isBoolean,
  isModerator: isBoolean,
  hasFiles: isBoolean,
  hasAttachments: isBoolean,
}

function isRoomType(value: string): boolean {
  return value === 'direct' || value === 'group'
}

function isBoolean(value: string): boolean {
  return BOOLEANS.includes(value)
}

/** Reads `roomId=…&hasFiles=true`. Ids are checked for their shape only. @see WEBEX.md §10 */
export function readFilter(resource: string, filter: string): FilterReading {
  const conditions = filter.split('&').map(readCondition)
  const filters = findWatched(resource)?.filters ?? []
  const wrong = conditions.find(({ name, value }) => !filters.includes(name) || !allowed[name]?.(value))
  return wrong ? { invalid: wrong.name } : { conditions }
}

function readCondition(text: string): Condition {
  const [name = ''] = text.split('=', 1)
  return { name, value: text.slice(name.length + 1) }
}

/** Whether a change meets every condition of the filter; `listenerUuid` is whom `mentionedPeople=me` means. */
export function meetsFilter(filter: string, change: Pick<Change, 'data' | 'facts'>, listenerUuid: string): boolean {
  return filter
    .split('&')
    .map(readCondition)
    .every((condition) => meets(condition, change, listenerUuid))
}

function meets({ name, value }: Condition, { data, facts }: Pick<Change, 'data' | 'facts'>, listener: string): boolean {
  switch (name) {
    case 'mentionedPeople':
      return facts.mentionedUuids?.includes(listener) ?? false
    case 'hasFiles':
    case 'hasAttachments':
      return String(facts[name] ?? false) === value
    case 'personEmail':
      return String(data[name] ?? '').toLowerCase() === value.toLowerCase()
    case 'roomId':
    case 'personId':
    case 'messageId':
      return readId(idKinds[name], String(data[name] ?? '')) === readId(idKinds[name], value)
    default:
      return String(data[name]) === value
  }
}
