import type { SessionRow, SessionStore } from '../../sessions/store.ts'
import { sessionColumns, valuesOf } from '../sql/rows.ts'
import type { PostgresConnection } from './connection.ts'
import { statements } from './statements.ts'

export function createSessions({ repeat, once }: PostgresConnection): SessionStore {
  return {
    getSession: async (idHash) => (await repeat<SessionRow>(statements.getSession, idHash)).rows[0],
    async insertSession(row) {
      await once(statements.insertSession, ...valuesOf(sessionColumns, row))
    },
    async touchSession(idHash, seenAt) {
      await repeat(statements.touchSession, seenAt, idHash)
    },
    async deleteSession(idHash) {
      await repeat(statements.deleteSession, idHash)
    },
    async deleteSessionsOf(grantId) {
      await repeat(statements.deleteSessionsOf, grantId)
    },
    deleteExpiredSessions: async (before) => (await once(statements.deleteExpiredSessions, before)).count,
  }
}
