import { hash } from 'node:crypto'
import { parse, serialize } from 'hono/utils/cookie'
import type { Environment } from '../environment.ts'
import type { SessionRow, SessionStore } from './store.ts'

export interface SessionsOptions {
  store: SessionStore
  environment: Environment
  /** False only on loopback, for browsers that refuse `Secure` cookies there. */
  secure: boolean
}

/** Sessions for apps that have none of their own: an opaque random id in a cookie, its hash in the store. */
export interface Sessions {
  /** The live session of a Cookie header. */
  read(cookieHeader: string | undefined): Promise<SessionRow | undefined>
  /**
   * Starts a session after a sign-in, and ends the one this browser had; its accounts stay beside the new one, which is the
   * chosen one. Gives the Set-Cookie value.
   */
  renew(cookieHeader: string | undefined, account: Account): Promise<string>
  /** Gives a session a new id and this choice of its accounts, until it would have ended. Gives the Set-Cookie value. */
  change(session: SessionRow, chosen: Account, others: readonly string[]): Promise<string>
  /** Ends a session on the server at once; gives the Set-Cookie value that clears the cookie. */
  end(cookieHeader: string | undefined): Promise<string>
  endAllOf(grantId: string): Promise<void>
  deleteExpired(): Promise<void>
}

/** A grant that somebody signed in to in this browser. */
export interface Account {
  owner: string
  grantId: string
}

/** A session ends when it was not used for this long, … */
export const IDLE_MS = 7 * 86_400_000
/** … and at the latest this long after its last sign-in. */
export const ABSOLUTE_MS = 30 * 86_400_000
/** Most accounts of one browser; the one that was chosen longest ago goes first. */
export const MOST_ACCOUNTS = 8
/** Use is noted at most this often, so that most requests write nothing. */
const NOTE_EVERY_MS = 10 * 60_000

const ID_BYTES = 24

export function createSessions({ store, environment, secure }: SessionsOptions): Sessions {
  const name = secure ? '__Host-gk' : 'gk'
  const cookie = (value: string, maxAge: number) =>
    serialize(name, value, { httpOnly: true, path: '/', sameSite: 'Lax', secure, maxAge })
  const hashOf = (cookieHeader: string | undefined) => {
    const id = cookieHeader && parse(cookieHeader, name)[name]
    return id ? hashId(id) : undefined
  }
  const read: Sessions['read'] = async (cookieHeader) => {
    const idHash = hashOf(cookieHeader)
    const row = idHash && (await store.getSession(idHash))
    const now = environment.now()
    if (!row || !isLive(row, now)) return undefined
    if (now - row.seenAt > NOTE_EVERY_MS) await store.touchSession(row.idHash, now)
    return row
  }
  /** Under an id that nobody has seen yet, in place of the one before. */
  const replace = async (before: string | undefined, session: Omit<SessionRow, 'idHash' | 'seenAt'>) => {
    const id = Buffer.from(environment.randomBytes(ID_BYTES)).toString('base64url')
    const seenAt = environment.now()
    const row = { idHash: hashId(id), ...session, seenAt }
    await Promise.all([store.insertSession(row), before && store.deleteSession(before)])
    return cookie(id, Math.ceil((session.expiresAt - seenAt) / 1000))
  }

  return {
    read,
    async renew(cookieHeader, account) {
      const before = await read(cookieHeader)
      const now = environment.now()
      const times = { createdAt: now, expiresAt: now + ABSOLUTE_MS }
      const otherGrantIds = joinOthers(account.grantId, before ? listGrantIds(before) : [])
      return replace(hashOf(cookieHeader), { owner: account.owner, grantId: account.grantId, otherGrantIds, ...times })
    },
    change({ idHash, createdAt, expiresAt }, { owner, grantId }, others) {
      return replace(idHash, { owner, grantId, otherGrantIds: joinOthers(grantId, others), createdAt, expiresAt })
    },
    async end(cookieHeader) {
      const idHash = hashOf(cookieHeader)
      if (idHash) await store.deleteSession(idHash)
      return cookie('', 0)
    },
    endAllOf: (grantId) => store.deleteSessionsOf(grantId),
    async deleteExpired() {
      await store.deleteExpiredSessions(environment.now())
    },
  }
}

/** The grants of a session, the chosen one first. Some may be gone. */
export function listGrantIds({ grantId, otherGrantIds }: SessionRow): string[] {
  return [grantId, ...otherGrantIds.split(' ').filter(Boolean)]
}

function joinOthers(chosen: string, ids: readonly string[]): string {
  return ids
    .filter((id) => id !== chosen)
    .slice(0, MOST_ACCOUNTS - 1)
    .join(' ')
}

function isLive(row: SessionRow, now: number): boolean {
  return now < row.expiresAt && now - row.seenAt < IDLE_MS
}

function hashId(id: string): string {
  return hash('sha256', id, 'base64url')
}
