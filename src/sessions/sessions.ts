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
  /** Starts a session and ends the one this browser had; gives the Set-Cookie value. */
  renew(cookieHeader: string | undefined, session: { owner: string; grantId: string }): Promise<string>
  /** Ends a session on the server at once; gives the Set-Cookie value that clears the cookie. */
  end(cookieHeader: string | undefined): Promise<string>
  endAllOf(grantId: string): Promise<void>
  deleteExpired(): Promise<void>
}

/** A session ends when it was not used for this long, … */
export const IDLE_MS = 7 * 86_400_000
/** … and at the latest this long after its start. */
export const ABSOLUTE_MS = 30 * 86_400_000
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

  return {
    async read(cookieHeader) {
      const idHash = hashOf(cookieHeader)
      const row = idHash && (await store.getSession(idHash))
      const now = environment.now()
      if (!row || !isLive(row, now)) return undefined
      if (now - row.seenAt > NOTE_EVERY_MS) await store.touchSession(row.idHash, now)
      return row
    },
    async renew(cookieHeader, session) {
      const id = Buffer.from(environment.randomBytes(ID_BYTES)).toString('base64url')
      const now = environment.now()
      const row = { idHash: hashId(id), ...session, createdAt: now, seenAt: now, expiresAt: now + ABSOLUTE_MS }
      const before = hashOf(cookieHeader)
      await Promise.all([store.insertSession(row), before && store.deleteSession(before)])
      return cookie(id, ABSOLUTE_MS / 1000)
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

function isLive(row: SessionRow, now: number): boolean {
  return now < row.expiresAt && now - row.seenAt < IDLE_MS
}

function hashId(id: string): string {
  return hash('sha256', id, 'base64url')
}
