import {
  type Environment,
  type Grant,
  type Grantkeeper,
  type GrantkeeperError,
  isGrantkeeperError,
  type Room,
} from '../../index.ts'
import { PAGE_PATIENCE } from '../context.ts'
import { readRoom } from './read-room.ts'
import { settleWithin } from './settle-within.ts'

/** The spaces of one grant, as they were when Webex was last asked. */
export interface Spaces {
  rooms: readonly Room[]
  loadedAt: number
  /** Whether there are more than are loaded. */
  cut: boolean
  /** Until then Webex is not asked again. */
  freshUntil: number
  /** Why the list is partial or old: what Webex answered when it was asked for more. */
  problem: GrantkeeperError | undefined
  /** What is on its way: the rest of this list, or a newer one. */
  coming: 'rest' | 'newer' | undefined
}

/** Webex cannot search titles, so the whole list is read once and kept for a short while: one list a minute and person. */
export interface SpacesList {
  /** What is known after a short wait at most. Rejects when nothing at all is, or when the grant itself has ended. */
  read(grant: Grant): Promise<Spaces>
  /** What was read last, however old; Webex is not asked. */
  lastKnown(grant: Grant): Spaces | undefined
  /** Has Webex asked anew by the next reader, unless Webex itself asked for a pause. */
  expire(grantId: string): void
  forget(grantId: string): void
}

const FRESH_MS = 60_000
/** Pause after an answer that names none, */
const PAUSE_MS = 5_000
/** and the longest one that is kept to. */
const LONGEST_PAUSE_MS = 3_600_000
/** Beyond it, Webex does not sort by last activity any more. */
const MOST_ROOMS = 3_000
const PAGE_SIZE = 1_000
const MOST_GRANTS = 32
/** How long a page waits for a newer list while it has an older one to show. */
const STALE_PATIENCE_MS = 1_500

/** What is known of one grant since one sign-in: a renewed one may be another person's or have other scopes. */
interface Entry {
  connectedAt: number
  spaces?: Spaces | undefined
  loading?: Promise<Spaces> | undefined
  /** What has come so far of the list that is on its way. */
  coming: Room[]
}

type World = Pick<Environment, 'now' | 'sleep'>

export function createSpacesList(keeper: Pick<Grantkeeper, 'webex'>, { now, sleep }: World): SpacesList {
  const entries = new Map<string, Entry>()

  const load = async (entry: Entry, grantId: string): Promise<Spaces> => {
    const before = entry.spaces
    entry.coming = []
    try {
      entry.spaces = await loadSpaces(keeper, grantId, now, before, entry.coming)
      return entry.spaces
    } catch (error) {
      entry.spaces = undefined
      throw error
    } finally {
      entry.loading = undefined
    }
  }

  return {
    async read(grant) {
      const entry = useEntry(entries, grant)
      if (entry.spaces && now() < entry.spaces.freshUntil) return entry.spaces
      entry.loading ??= load(entry, grant.id)
      const loaded = await settleWithin(
        entry.loading,
        entry.spaces ? STALE_PATIENCE_MS : PAGE_PATIENCE.deadlineMs,
        sleep,
      )
      return loaded ?? whatIsKnown(entry, now())
    },
    lastKnown({ id, connectedAt }) {
      const entry = entries.get(id)
      return entry?.connectedAt === connectedAt ? entry.spaces : undefined
    },
    expire(grantId) {
      const entry = entries.get(grantId)
      if (entry?.spaces && !entry.spaces.problem) entry.spaces = { ...entry.spaces, freshUntil: 0 }
    },
    forget: (grantId) => void entries.delete(grantId),
  }
}

function whatIsKnown({ spaces, coming }: Entry, now: number): Spaces {
  if (spaces) return { ...spaces, problem: undefined, coming: 'newer' }
  const rooms = coming.slice(0, MOST_ROOMS)
  return { rooms, loadedAt: now, cut: false, freshUntil: now, problem: undefined, coming: 'rest' }
}

/** The newest used comes last, so that the first is the one to drop. */
function useEntry(entries: Map<string, Entry>, { id, connectedAt }: Grant): Entry {
  const known = entries.get(id)
  const entry = known?.connectedAt === connectedAt ? known : { connectedAt, coming: [] }
  entries.delete(id)
  entries.set(id, entry)
  const oldest = entries.keys().next()
  if (entries.size > MOST_GRANTS && !oldest.done) entries.delete(oldest.value)
  return entry
}

async function loadSpaces(
  keeper: Pick<Grantkeeper, 'webex'>,
  grantId: string,
  now: World['now'],
  before: Spaces | undefined,
  rooms: Room[],
): Promise<Spaces> {
  try {
    const webex = await keeper.webex({ grant: grantId }, PAGE_PATIENCE)
    for await (const page of webex.rooms.list({ max: PAGE_SIZE, sortBy: 'lastactivity' }).pages()) {
      rooms.push(...page.items.flatMap((item) => readRoom(item) ?? []))
      if (rooms.length > MOST_ROOMS) break
    }
  } catch (error) {
    if (!isGrantkeeperError(error) || !mayKeepWhatIsKnown(error)) throw error
    const known = before ?? { rooms, loadedAt: now(), cut: false, coming: undefined }
    if (known.rooms.length === 0) throw error
    return { ...known, freshUntil: now() + Math.min(error.retryAfterMs ?? PAUSE_MS, LONGEST_PAUSE_MS), problem: error }
  }
  const loadedAt = now()
  const cut = rooms.length > MOST_ROOMS
  const freshUntil = loadedAt + FRESH_MS
  return { rooms: rooms.slice(0, MOST_ROOMS), loadedAt, cut, freshUntil, problem: undefined, coming: undefined }
}

/** Where the grant itself is in doubt, nothing of it is shown any more. */
function mayKeepWhatIsKnown(error: GrantkeeperError): boolean {
  return error.retryable || error.code === 'WX-API-LINK'
}
