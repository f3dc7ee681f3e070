import type { ActivityRow, HappeningRow, HistoryStore } from '../../grants/history-store.ts'
import { buildHappeningList } from '../sql/lists.ts'
import { happeningColumns, valuesOf } from '../sql/rows.ts'
import type { PostgresConnection } from './connection.ts'
import { dialect, numbered, statements } from './statements.ts'

export function createHistory({ repeat, once }: PostgresConnection): HistoryStore {
  return {
    async insertHappenings(rows) {
      for (const row of rows) {
        await repeat(statements.insertHappening, ...valuesOf(happeningColumns, row), row.grantId)
        await repeat(statements.trimHappenings, row.grantId, row.grantId)
      }
    },
    async listHappenings(filter) {
      return (await repeat<HappeningRow>(...numbered(buildHappeningList(dialect, filter)))).rows
    },
    async summarizeHappenings({ clientId, since, stepMs }) {
      const values = [since, since, stepMs, stepMs, clientId, since]
      return (await repeat<ActivityRow>(statements.summarizeHappenings, ...values)).rows
    },
    deleteHappenings: async (before) => (await once(statements.deleteHappenings, before)).count,
  }
}
