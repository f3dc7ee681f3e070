import { revocationColumns } from '../sql/rows.ts'
import { buildList, buildRevocationList, buildUpdate, createStatements, type SqlDialect } from '../sql/statements.ts'
import type { StoredValue } from '../values.ts'

/** A statement for PostgreSQL. One with a name is prepared once on each connection. */
export interface Statement {
  name?: string
  text: string
}

const dialect: SqlDialect = {
  // now() would be the beginning of the transaction, which may have waited for a lock since.
  now: 'CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)',
  byteOrder: ' COLLATE "C"',
  takeFree: ' FOR UPDATE SKIP LOCKED',
}

type StatementName = keyof ReturnType<typeof createStatements>

export const statements = Object.fromEntries(
  Object.entries(createStatements(dialect)).map(([name, sql]) => [
    name,
    { name: `grantkeeper_${name}`, text: numberPlaceholders(sql) },
  ]),
) as Record<StatementName, Statement>

const revocationTypes = ['TEXT', 'TEXT', 'TEXT', 'TEXT', 'BIGINT', 'BIGINT', 'BIGINT']

/** Deletes a grant and keeps what is still to be revoked, in one step. Values: id of the grant, then the revocation's. */
export const deleteAndRevoke: Statement = {
  name: 'grantkeeper_deleteAndRevoke',
  text: numberPlaceholders(`WITH gone AS (DELETE FROM grantkeeper_grants WHERE id = ? AND generation = ? RETURNING id)
    INSERT INTO grantkeeper_revocations (${Object.values(revocationColumns).join(', ')})
    SELECT ${revocationTypes.map((type) => `CAST(? AS ${type})`).join(', ')} FROM gone`),
}

type Built = [statement: Statement, ...values: StoredValue[]]

/** @throws WX-REQUEST-INVALID */
export function buildListStatement(filter: Parameters<typeof buildList>[1]): Built {
  const { sql, values } = buildList(dialect, filter)
  return [{ text: numberPlaceholders(sql) }, ...values]
}

/** @throws WX-REQUEST-INVALID */
export function buildRevocationListStatement(filter: Parameters<typeof buildRevocationList>[1]): Built {
  const { sql, values } = buildRevocationList(dialect, filter)
  return [{ text: numberPlaceholders(sql) }, ...values]
}

export function buildUpdateStatement(...change: Parameters<typeof buildUpdate>): Built {
  const { sql, values } = buildUpdate(...change)
  return [{ text: numberPlaceholders(sql) }, ...values]
}

function numberPlaceholders(sql: string): string {
  let count = 0
  return sql.replaceAll('?', () => `$${++count}`)
}
