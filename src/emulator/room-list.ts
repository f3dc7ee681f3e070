import { readId } from './identifiers.ts'
import type { Space } from './spaces.ts'

export interface RoomPage {
  spaces: Space[]
  /** Where the next page begins; undefined on the last one. */
  next: number | undefined
}

const MOST = 1000
const DEFAULT = 100
const NOT_EMULATED = ['from', 'to', 'orgPublicSpaces']
const orders: Record<string, (a: Space, b: Space) => number> = {
  id: (a, b) => (a.uuid < b.uuid ? -1 : 1),
  lastactivity: (a, b) => b.lastActivityAt - a.lastActivityAt,
  created: (a, b) => b.createdAt - a.createdAt,
}

/** Picks one page of spaces as `GET /v1/rooms` does, or says what is wrong with the query. @see WEBEX.md §8, §9 */
export function pickRooms(spaces: Space[], query: URLSearchParams): RoomPage | { problem: string } {
  const max = readMax(query.get('max'))
  const start = readCursor(query.get('cursor'))
  const order = orders[query.get('sortBy') ?? 'lastactivity']
  const type = query.get('type')
  const teamId = query.get('teamId')
  const teamUuid = teamId === null ? undefined : readId('TEAM', teamId)
  const problem = findProblem()
  if (problem !== undefined || max === undefined || start === undefined || !order) return { problem: problem ?? '' }
  const matching = spaces
    .filter((space) => (type === null || space.type === type) && (teamId === null || space.teamUuid === teamUuid))
    .sort(order)
  const end = start + max
  return { spaces: matching.slice(start, end), next: end < matching.length ? end : undefined }

  function findProblem(): string | undefined {
    const later = NOT_EMULATED.find((name) => query.has(name))
    if (later) return `'${later}' is not emulated`
    if (max === undefined) return `Invalid value for 'max'`
    if (start === undefined) return `Invalid value for 'cursor'`
    if (!order) return `Invalid value for 'sortBy': id, lastactivity or created`
    if (type !== null && type !== 'direct' && type !== 'group') return `Invalid value for 'type': direct or group`
    return teamId !== null && teamUuid === undefined ? 'Expect base64 ID or UUID.' : undefined
  }
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
