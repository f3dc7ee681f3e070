/** A session as it lies in the store: the id only as its hash, no token. */
export interface SessionRow {
  idHash: string
  /** Of the grant that counts. */
  owner: string
  /** The grant that counts: the chosen one of this browser's. */
  grantId: string
  createdAt: number
  seenAt: number
  expiresAt: number
  /** The ids of this browser's other grants, the last chosen first, with spaces between them. Some may be gone. */
  otherGrantIds: string
}

/** The contract of a place where sessions are kept; part of every store. */
export interface SessionStore {
  getSession(idHash: string): Promise<SessionRow | undefined>
  insertSession(row: SessionRow): Promise<void>
  /** Notes that a session was used. */
  touchSession(idHash: string, seenAt: number): Promise<void>
  deleteSession(idHash: string): Promise<void>
  /** Ends all sessions whose chosen grant this is, on every device. */
  deleteSessionsOf(grantId: string): Promise<void>
  /** Forgets sessions that expired before this instant; gives their number. */
  deleteExpiredSessions(before: number): Promise<number>
}
