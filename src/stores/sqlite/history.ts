import type { ActivityRow, HappeningRow, HistoryStore } from '../../grants/history-store.ts'
import { buildHappeningList } from '../sql/lists.ts'
import { happeningColumns, valuesOf } from '../sql/rows.ts'
import { createStatements } from '../sql/statements.ts'
import type { SqliteConnection } from './connection.ts'
import { sqliteDialect } from './grants.ts'

const statements = createStatements(sqliteDialect)

export function createHistory({ all, run, write }: SqliteConnection): HistoryStore {
  return {
    async insertHappenings(rows) {
      await write(() => {
        for (const row of rows) {
          run(statements.insertHappening, ...valuesOf(happeningColumns, row), row.grantId)
          run(statements.trimHappenings, row.grantId, row.grantId)
        }
      })
    },
    async listHappenings(filter) {
      const { sql, values } = buildHappeningList(sqliteDialect, filter)
      return all<HappeningRow>(sql, ...values)
    },
    async summarizeHappenings({ clientId, since, stepMs }) {
      return all<ActivityRow>(statements.summarizeHappenings, since, since, stepMs, stepMs, clientId, since)
    },
    deleteHappenings: (before) => write(() => run(statements.deleteHappenings, before)),
  }
}
