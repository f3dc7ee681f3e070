import { readId } from '../identifiers.ts'
import type { Space } from './spaces.ts'

export interface RoomPage {
  spaces: Space[]
  /** Where the next page begins; undefined on the last one. */
  next: number | undefined
}

interface RoomQuery {
  max: number
  start: number
  order: Order
  type: string | null
  teamUuid: string | undefined
}

type Order = (a: Space, b: Space) => number

const MOST = 1000
const DEFAULT = 100
const NOT_EMULATED = ['from', 'to', 'orgPublicSpaces']
const orders = new Map<string, Order>([
  ['id', (a, b) => (a.uuid < b.uuid ? -1 : 1)],
  ['lastactivity', (a, b) => b.lastActivityAt - a.lastActivityAt],
  ['created', (a, b) => b.createdAt - a.createdAt],
])

/** Picks one page of spaces as `GET /v1/rooms` does, or says what is wrong with the query. @see WEBEX.md §8, §9 */
export function pickRooms(spaces: Space[], query: URLSearchParams): RoomPage | { problem: string } {
  const read = readRoomQuery(query)
  if ('problem' in read) return read
  const { max, start, order, type, teamUuid } = read
  const matching = spaces
    .filter((space) => (type === null || space.type === type) && (!teamUuid || space.teamUuid === teamUuid))
    .sort(order)
  const end = start + max
  return { spaces: matching.slice(start, end), next: end < matching.length ? end : undefined }
}

function readRoomQuery(query: URLSearchParams): RoomQuery | { problem: string } {
  const later = NOT_EMULATED.find((name) => query.has(name))
  if (later) return { problem: `'${later}' is not emulated` }
  const max = readMax(query.get('max'))
  if (max === undefined) return { problem: "Invalid value for 'max'" }
  const start = readCursor(query.get('cursor'))
  if (start === undefined) return { problem: "Invalid value for 'cursor'" }
  const order = orders.get(query.get('sortBy') ?? 'lastactivity')
  if (!order) return { problem: "Invalid value for 'sortBy': id, lastactivity or created" }
  const type = query.get('type')
  if (type !== null && type !== 'direct' && type !== 'group') {
    return { problem: "Invalid value for 'type': direct or group" }
  }
  const teamId = query.get('teamId')
  const teamUuid = teamId === null ? undefined : readId('TEAM', teamId)
  if (teamId !== null && !teamUuid) return { problem: 'Expect base64 ID or UUID.' }
  return { max, start, order, type, teamUuid }
}

/** A cursor looks like the one seen at Webex: base64 of `limit=…&startIndex=…`. */
export function writeCursor(limit: number, startIndex: number): string {
  return Buffer.from(`limit=${limit}&startIndex=${startIndex}`).toString('base64url')
}

function readCursor(text: string | null): number | undefined {
  if (text === null) return 0
  const [, start] = /^limit=\d{1,4}&startIndex=(\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? []
  return start === undefined ? undefined : Number(start)
}

/** More than 1,000 is not refused but cut down. */
export function readMax(text: string | null): number | undefined {
  if (text === null) return DEFAULT
  return /^\d{1,9}$/.test(text) && Number(text) > 0 ? Math.min(Number(text), MOST) : undefined
}
