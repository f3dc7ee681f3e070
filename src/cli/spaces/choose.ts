import { createMatcher } from '../../app/spaces/choose-rooms.ts'
import { isGrantkeeperError, type Room } from '../../index.ts'
import type { Webex } from '../own-webex.ts'

export interface Choice {
  type: 'group' | 'direct' | undefined
  search: string | undefined
  sort: 'lastactivity' | 'created' | 'title'
  /** Infinity for all. */
  limit: number
}

export interface Chosen {
  rooms: Room[]
  /** Why there may be more: Webex failed after some pages. */
  problem: unknown
}

/**
 * Reads as many pages as the choice needs: Webex can filter by type and sort by instants, the rest is done here.
 * @throws WX-API-* when nothing at all could be read
 */
export async function chooseSpaces(
  webex: Webex,
  { type, search, sort, limit }: Choice,
  { signal, onRead }: { signal: AbortSignal; onRead: (read: number) => void },
): Promise<Chosen> {
  const isWanted = search ? createMatcher({ q: search, type: 'all', team: '' }) : undefined
  const needsAll = sort === 'title'
  const rooms: Room[] = []
  let read = 0
  try {
    const list = webex.rooms.list({ type, sortBy: sort === 'title' ? undefined : sort }, { signal })
    const enough = !isWanted && !needsAll && Number.isFinite(limit)
    for await (const room of enough ? list.take(limit) : list) {
      onRead(++read)
      if (!isWanted || isWanted({ ...room, title: titleOf(room) })) rooms.push(room)
      if (!needsAll && rooms.length >= limit) break
    }
  } catch (problem) {
    if (!isGrantkeeperError(problem) || read === 0) throw problem
    return { rooms: finish(rooms, sort, limit), problem }
  }
  return { rooms: finish(rooms, sort, limit), problem: undefined }
}

/** A title that Webex could not decrypt is no title. */
export function titleOf({ title, errors }: Room): string {
  return typeof title === 'string' && !errors?.title ? title : ''
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

function finish(rooms: Room[], sort: Choice['sort'], limit: number): Room[] {
  if (sort === 'title') rooms.sort((a, b) => collator.compare(titleOf(a), titleOf(b)))
  return rooms.slice(0, limit)
}
