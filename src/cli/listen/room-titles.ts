import type { Environment } from '../../index.ts'
import type { Webex } from '../own-webex.ts'
import { titleOf } from '../spaces/choose.ts'

/** The title of a room; undefined where it is not told in time, whatever the reason. */
export type RoomTitles = (roomId: string) => Promise<string | undefined>

const WAIT_MS = 1000
const MOST_ROOMS = 500

/** Asks for each room once. An event is worth showing without its room, so nothing here fails. */
export function createRoomTitles(webex: Webex, { sleep }: Pick<Environment, 'sleep'>): RoomTitles {
  const asked = new Map<string, Promise<string | undefined>>()
  return (roomId) => {
    const known = asked.get(roomId)
    if (known) return known
    if (asked.size >= MOST_ROOMS) asked.clear()
    const title = askWithin(webex, roomId, sleep)
    asked.set(roomId, title)
    return title
  }
}

async function askWithin(webex: Webex, roomId: string, sleep: Environment['sleep']): Promise<string | undefined> {
  const [deadline, done] = [new AbortController(), new AbortController()]
  sleep(WAIT_MS, done.signal).then(
    () => deadline.abort(),
    () => undefined,
  )
  try {
    return titleOf(await webex.rooms.get(roomId, { signal: deadline.signal })) || undefined
  } catch {
    return undefined
  } finally {
    done.abort()
  }
}
