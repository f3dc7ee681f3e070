import { GrantkeeperError } from '../../errors/index.ts'
import type { SessionRow, SessionStore } from '../../sessions/store.ts'
import { readText } from '../values.ts'
import { copyRow, deleteWhere } from './rows.ts'

export function createSessions(): SessionStore {
  const rows = new Map<string, SessionRow>()
  return {
    getSession: async (idHash) => copyRow(rows.get(readText(idHash))),
    async insertSession(row) {
      if (rows.has(row.idHash))
        throw new GrantkeeperError('WX-STORE-UNAVAILABLE', { detail: 'This session id exists.' })
      rows.set(row.idHash, copyRow(row))
    },
    async touchSession(idHash, seenAt) {
      const row = rows.get(idHash)
      if (row) rows.set(idHash, copyRow({ ...row, seenAt }))
    },
    async deleteSession(idHash) {
      rows.delete(idHash)
    },
    async deleteSessionsOf(grantId) {
      deleteWhere(rows, (row) => row.grantId === grantId)
    },
    deleteExpiredSessions: async (before) => deleteWhere(rows, ({ expiresAt }) => expiresAt < before),
  }
}
