import { GrantkeeperError } from '../errors/index.ts'
import type { BrowserSessions, HostRequest } from '../front-door.ts'
import type { Disconnection } from '../grants/disconnect.ts'
import type { Grant } from '../grants/grant.ts'
import type { GrantsRoom } from '../grants/index.ts'
import { type Account, listGrantIds, type Sessions } from '../sessions/sessions.ts'
import type { SessionRow } from '../sessions/store.ts'
import { cookieHeaderOf } from './host-request.ts'

interface SessionsParts {
  sessions: Sessions
  grants: Pick<GrantsRoom, 'get'>
  /** Whether the host app knows its users by itself. */
  hasOwners: boolean
}

/** The accounts of a browser, for apps whose sessions are ours. */
export function wireSessions({ sessions, grants, hasOwners }: SessionsParts): BrowserSessions {
  const readSession = async (request: HostRequest) => {
    refuseOwners(hasOwners)
    return sessions.read(cookieHeaderOf(request))
  }
  return {
    async grantsOf(request) {
      const session = await readSession(request)
      return session ? listGrants(grants, session) : []
    },
    async choose(request, grantId) {
      const session = await readSession(request)
      const all = session ? await listGrants(grants, session) : []
      const chosen = all.find(({ id }) => id === grantId)
      if (!session || !chosen) throw new GrantkeeperError('WX-GRANT-UNKNOWN')
      return sessions.change(session, accountOf(chosen), idsOf(all))
    },
    async end(request) {
      refuseOwners(hasOwners)
      return sessions.end(cookieHeaderOf(request))
    },
  }
}

/**
 * Disconnects a grant, and leaves this browser with its next account, if it has one. Gives the Set-Cookie values too. The
 * accounts are read first, because with the grant every session ends in which it was chosen.
 */
export async function disconnectHere(
  { sessions, grants, hasOwners }: SessionsParts,
  request: HostRequest,
  disconnect: () => Promise<Disconnection>,
): Promise<Disconnection & { setCookies: string[] }> {
  if (hasOwners) return { ...(await disconnect()), setCookies: [] }
  const cookieHeader = cookieHeaderOf(request)
  const session = await sessions.read(cookieHeader)
  const done = await disconnect()
  const [next, ...others] = session ? await listGrants(grants, session) : []
  const goesOn = session && next
  const setCookie = await (goesOn
    ? sessions.change(session, accountOf(next), idsOf(others))
    : sessions.end(cookieHeader))
  return { ...done, setCookies: [setCookie] }
}

/** The grants of a session that are still there. */
async function listGrants(grants: SessionsParts['grants'], session: SessionRow): Promise<Grant[]> {
  const found = await Promise.all(listGrantIds(session).map(grants.get))
  return found.filter((grant) => grant !== undefined)
}

function accountOf({ id, owner }: Grant): Account {
  return { owner, grantId: id }
}

function idsOf(grants: readonly Grant[]): string[] {
  return grants.map(({ id }) => id)
}

function refuseOwners(hasOwners: boolean): void {
  if (!hasOwners) return
  const detail = 'With ownerOf the sessions are the app’s own; keeper.sessions is for apps without.'
  throw new GrantkeeperError('WX-CONFIG-INVALID', { detail })
}
