import type { Store } from '../store.ts'
import { createConnection } from './connection.ts'
import type { SqliteDatabase } from './driver.ts'
import { createDue, createGrants, createLeases, createStates } from './grants.ts'
import { createHistory } from './history.ts'
import { createSessions } from './sessions.ts'

/** The store on a database that is open and has our schema. */
export function createDatabaseStore(database: SqliteDatabase, now?: () => number): Store {
  const connection = createConnection(database)
  return {
    ...createGrants(connection),
    ...createDue(connection),
    ...createLeases(connection, now),
    ...createStates(connection),
    ...createSessions(connection),
    ...createHistory(connection),
    close: async () => connection.close(),
  }
}
