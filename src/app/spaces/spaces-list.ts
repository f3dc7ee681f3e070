import { type Grant, type Grantkeeper, type GrantkeeperError, isGrantkeeperError, type Room } from '../../index.ts'
import { PAGE_PATIENCE } from '../context.ts'
import { readRoom } from './read-room.ts'

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
}

/** Webex cannot search titles, so the whole list is read once and kept for a short while. */
export interface SpacesList {
  /** Rejects when nothing at all is known, or when the grant itself has ended. */
  read(grant: Grant): Promise<Spaces>
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

/** What is known of one grant since one sign-in: a renewed one may be another person's or have other scopes. */
interface Entry {
  connectedAt: number
  spaces?: Spaces | undefined
  loading?: Promise<Spaces> | undefined
}

export function createSpacesList(keeper: Pick<Grantkeeper, 'webex'>, now: () => number): SpacesList {
  const entries = new Map<string, Entry>()

  const load = async (entry: Entry, grantId: string): Promise<Spaces> => {
    const before = entry.spaces
    entry.spaces = undefined
    try {
      entry.spaces = await loadSpaces(keeper, grantId, now(), before)
      return entry.spaces
    } finally {
      entry.loading = undefined
    }
  }

  return {
    async read(grant) {
      const entry = useEntry(entries, grant)
      if (entry.spaces && now() < entry.spaces.freshUntil) return entry.spaces
      entry.loading ??= load(entry, grant.id)
      return entry.loading
    },
    expire(grantId) {
      const entry = entries.get(grantId)
      if (entry?.spaces && !entry.spaces.problem) entry.spaces = { ...entry.spaces, freshUntil: 0 }
    },
    forget: (grantId) => void entries.delete(grantId),
  }
}

/** The newest used comes last, so that the first is the one to drop. */
function useEntry(entries: Map<string, Entry>, { id, connectedAt }: Grant): Entry {
  const known = entries.get(id)
  const entry = known?.connectedAt === connectedAt ? known : { connectedAt }
  entries.delete(id)
  entries.set(id, entry)
  const oldest = entries.keys().next()
  if (entries.size > MOST_GRANTS && !oldest.done) entries.delete(oldest.value)
  return entry
}

async function loadSpaces(
  keeper: Pick<Grantkeeper, 'webex'>,
  grantId: string,
  now: number,
  before: Spaces | undefined,
): Promise<Spaces> {
  const rooms: Room[] = []
  try {
    const webex = await keeper.webex({ grant: grantId }, PAGE_PATIENCE)
    for await (const page of webex.rooms.list({ max: PAGE_SIZE, sortBy: 'lastactivity' }).pages()) {
      rooms.push(...page.items.flatMap((item) => readRoom(item) ?? []))
      if (rooms.length > MOST_ROOMS) break
    }
  } catch (error) {
    if (!isGrantkeeperError(error) || !mayKeepWhatIsKnown(error)) throw error
    const known = before ?? { rooms, loadedAt: now, cut: false }
    if (known.rooms.length === 0) throw error
    return { ...known, freshUntil: now + Math.min(error.retryAfterMs ?? PAUSE_MS, LONGEST_PAUSE_MS), problem: error }
  }
  const cut = rooms.length > MOST_ROOMS
  return { rooms: rooms.slice(0, MOST_ROOMS), loadedAt: now, cut, freshUntil: now + FRESH_MS, problem: undefined }
}

/** Where the grant itself is in doubt, nothing of it is shown any more. */
function mayKeepWhatIsKnown(error: GrantkeeperError): boolean {
  return error.retryable || error.code === 'WX-API-LINK'
}
