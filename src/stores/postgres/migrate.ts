import { listMigrations, schemaVersion } from '../sql/migrations.ts'
import type { LentClient } from './clients.ts'
import { isTableMissing } from './failure.ts'
import { dialect } from './statements.ts'

/** Any number that all versions of this package agree on. */
const LOCK = 4_726_517_390_113

/** How long one process may wait while another migrates. */
const MIGRATE_FOR_MS = 60_000

/**
 * Brings the schema up to date, under a lock, all of it or nothing. A database that is up to date is only read, so that
 * the app's user needs no right to make tables.
 * @throws WX-STORE-NEWER
 */
export async function migrate(client: LentClient): Promise<void> {
  if (listMigrations(await readVersion(client), dialect.byteOrder).length === 0) return
  const run = (text: string) => client.query({ text, query_timeout: MIGRATE_FOR_MS + 1000 })
  await run('BEGIN ISOLATION LEVEL READ COMMITTED')
  await run(`SET LOCAL statement_timeout = ${MIGRATE_FOR_MS}`)
  await run(`SELECT pg_advisory_xact_lock(${LOCK})`)
  await run(schemaVersion.table)
  const pending = listMigrations(await readVersion(client), dialect.byteOrder)
  if (pending.length > 0) for (const sql of [...pending, schemaVersion.clear, schemaVersion.write]) await run(sql)
  await run('COMMIT')
}

async function readVersion(client: LentClient): Promise<number> {
  try {
    const { rows } = await client.query({ text: schemaVersion.read })
    return Number((rows[0] as { version: unknown } | undefined)?.version ?? 0)
  } catch (error) {
    if (isTableMissing(error)) return 0
    throw error
  }
}
