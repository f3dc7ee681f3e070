import { type Environment, type Grant, type Grantkeeper, isGrantkeeperError } from '../../index.ts'
import { PAGE_PATIENCE } from '../context.ts'
import { mayUse } from './scope-of-grant.ts'

/** Names of teams by their ids. */
export type TeamNames = ReadonlyMap<string, string>

/** The teams of a person change seldom, so Webex is asked for them once in ten minutes. */
export interface Teams {
  /** Never rejects: without the scope, or where Webex does not tell them, there are no names. */
  namesFor(grant: Grant): Promise<TeamNames>
  forget(grantId: string): void
}

const FRESH_MS = 600_000
/** After a failure, */
const PAUSE_MS = 60_000
/** and how long a page waits for what only makes it nicer. */
const WITHIN_MS = 4_000
const MOST_TEAMS = 2_000
const MOST_GRANTS = 32

interface Entry {
  connectedAt: number
  names: Promise<TeamNames>
  freshUntil: number
}

const NONE: TeamNames = new Map()

export function createTeams(keeper: Pick<Grantkeeper, 'webex'>, now: Environment['now']): Teams {
  const entries = new Map<string, Entry>()

  const load = async (grant: Grant, entry: Entry, before: TeamNames): Promise<TeamNames> => {
    try {
      return await loadNames(keeper, grant.id)
    } catch (error) {
      if (!isGrantkeeperError(error)) throw error
      entry.freshUntil = now() + PAUSE_MS
      return before
    }
  }

  return {
    async namesFor(grant) {
      if (!mayUse(grant, 'spark:teams_read')) return NONE
      const known = entries.get(grant.id)
      const isSame = known?.connectedAt === grant.connectedAt
      if (isSame && now() < known.freshUntil) return known.names
      const before = isSame ? await known.names : NONE
      const entry: Entry = {
        connectedAt: grant.connectedAt,
        names: Promise.resolve(before),
        freshUntil: now() + FRESH_MS,
      }
      entry.names = load(grant, entry, before)
      entries.delete(grant.id)
      entries.set(grant.id, entry)
      const oldest = entries.keys().next()
      if (entries.size > MOST_GRANTS && !oldest.done) entries.delete(oldest.value)
      return entry.names
    },
    forget: (grantId) => void entries.delete(grantId),
  }
}

async function loadNames(keeper: Pick<Grantkeeper, 'webex'>, grantId: string): Promise<TeamNames> {
  const webex = await keeper.webex({ grant: grantId }, PAGE_PATIENCE)
  const names = new Map<string, string>()
  for await (const { id, name } of webex.teams.list({ max: 1000 }, { timeoutMs: WITHIN_MS }).take(MOST_TEAMS)) {
    if (typeof name === 'string') names.set(id, name)
  }
  return names
}
