import { type Grant, type Grantkeeper, type GrantkeeperError, isGrantkeeperError, type Room } from '../index.ts'

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
  forget(grantId: string): void
}

const FRESH_MS = 60_000
/** Pause after an answer that names none. */
const PAUSE_MS = 5_000
/** Beyond it, Webex does not sort by last activity any more. */
const MOST_ROOMS = 3_000
const PAGE_SIZE = 1_000
const MOST_GRANTS = 32

export function createSpacesList(keeper: Pick<Grantkeeper, 'webex'>, now: () => number): SpacesList {
  const kept = new Map<string, Spaces>()
  const loading = new Map<string, Promise<Spaces>>()

  const load = async (grant: Grant, known: Spaces | undefined): Promise<Spaces> => {
    kept.delete(grant.id)
    const spaces = await loadSpaces(keeper, grant.id, now(), known)
    kept.set(grant.id, spaces)
    dropOldest(kept)
    return spaces
  }

  return {
    async read(grant) {
      const known = ofThisSignIn(kept.get(grant.id), grant)
      if (known && now() < known.freshUntil) return known
      const running = loading.get(grant.id) ?? load(grant, known).finally(() => loading.delete(grant.id))
      loading.set(grant.id, running)
      return running
    },
    forget: (grantId) => void kept.delete(grantId),
  }
}

/** A renewed sign-in may be another person's or have other scopes, so a list from before it does not count. */
function ofThisSignIn(spaces: Spaces | undefined, grant: Grant): Spaces | undefined {
  return spaces && spaces.loadedAt >= grant.connectedAt ? spaces : undefined
}

function dropOldest(kept: Map<string, Spaces>): void {
  const oldest = kept.keys().next()
  if (kept.size > MOST_GRANTS && !oldest.done) kept.delete(oldest.value)
}

async function loadSpaces(
  keeper: Pick<Grantkeeper, 'webex'>,
  grantId: string,
  now: number,
  before: Spaces | undefined,
): Promise<Spaces> {
  const rooms: Room[] = []
  try {
    const webex = await keeper.webex({ grant: grantId })
    for await (const page of webex.rooms.list({ max: PAGE_SIZE, sortBy: 'lastactivity' }).pages()) {
      rooms.push(...page.items)
      if (rooms.length > MOST_ROOMS) break
    }
  } catch (error) {
    if (!isGrantkeeperError(error) || !mayKeepWhatIsKnown(error)) throw error
    const known = before ?? { rooms, loadedAt: now, cut: false }
    if (known.rooms.length === 0) throw error
    return { ...known, freshUntil: now + Math.min(error.retryAfterMs ?? PAUSE_MS, FRESH_MS), problem: error }
  }
  const cut = rooms.length > MOST_ROOMS
  return { rooms: rooms.slice(0, MOST_ROOMS), loadedAt: now, cut, freshUntil: now + FRESH_MS, problem: undefined }
}

/** Where the grant itself is in doubt, nothing of it is shown any more. */
function mayKeepWhatIsKnown(error: GrantkeeperError): boolean {
  return error.retryable || error.code === 'WX-API-LINK'
}
