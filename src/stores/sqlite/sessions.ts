import type { SessionRow, SessionStore } from '../../sessions/store.ts'
import { sessionColumns, valuesOf } from '../sql/rows.ts'
import { createStatements } from '../sql/statements.ts'
import type { SqliteConnection } from './connection.ts'
import { sqliteDialect } from './grants.ts'

const statements = createStatements(sqliteDialect)

export function createSessions({ get, run, write }: SqliteConnection): SessionStore {
  return {
    getSession: async (idHash) => get<SessionRow>(statements.getSession, idHash),
    async insertSession(row) {
      const values = valuesOf(sessionColumns, row)
      await write(() => run(statements.insertSession, ...values))
    },
    async touchSession(idHash, seenAt) {
      await write(() => run(statements.touchSession, seenAt, idHash))
    },
    async deleteSession(idHash) {
      await write(() => run(statements.deleteSession, idHash))
    },
    async deleteSessionsOf(grantId) {
      await write(() => run(statements.deleteSessionsOf, grantId))
    },
    deleteExpiredSessions: (before) => write(() => run(statements.deleteExpiredSessions, before)),
  }
}
