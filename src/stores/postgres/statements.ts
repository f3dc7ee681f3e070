import { revocationColumns } from '../sql/rows.ts'
import { buildUpdate, createStatements, type Query, type SqlDialect } from '../sql/statements.ts'
import type { StoredValue } from '../values.ts'

/** A statement for PostgreSQL. One with a name is prepared once on each connection. */
export interface Statement {
  name?: string
  text: string
}

export const dialect: SqlDialect = {
  // now() would be the beginning of the transaction, which may have waited for a lock since.
  now: 'CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)',
  byteOrder: ' COLLATE "C"',
  takeFree: ' FOR UPDATE SKIP LOCKED',
  find: 'strpos',
}

type StatementName = keyof ReturnType<typeof createStatements>

export const statements = Object.fromEntries(
  Object.entries(createStatements(dialect)).map(([name, sql]) => [
    name,
    { name: `grantkeeper_${name}`, text: numberPlaceholders(sql) },
  ]),
) as Record<StatementName, Statement>

const revocationTypes = ['TEXT', 'TEXT', 'TEXT', 'TEXT', 'BIGINT', 'BIGINT', 'BIGINT']

const withGone = `WITH gone AS (DELETE FROM grantkeeper_grants WHERE id = ? AND generation = ? RETURNING id),
  forgotten AS (DELETE FROM grantkeeper_history WHERE grant_id IN (SELECT id FROM gone))`

/** Deletes a grant and its history in one step. Values: id, generation. */
export const deleteGrant: Statement = {
  name: 'grantkeeper_deleteWithHistory',
  text: numberPlaceholders(`${withGone} SELECT id FROM gone`),
}

/** As {@link deleteGrant}, and keeps what is still to be revoked. Values: those, then the revocation's. */
export const deleteAndRevoke: Statement = {
  name: 'grantkeeper_deleteAndRevoke',
  text: numberPlaceholders(`${withGone}
    INSERT INTO grantkeeper_revocations (${Object.values(revocationColumns).join(', ')})
    SELECT ${revocationTypes.map((type) => `CAST(? AS ${type})`).join(', ')} FROM gone`),
}

type Built = [statement: Statement, ...values: StoredValue[]]

/** A statement that is built for its values, without a name, for there are many of a kind. */
export function numbered({ sql, values }: Query): Built {
  return [{ text: numberPlaceholders(sql) }, ...values]
}

export function buildUpdateStatement(...change: Parameters<typeof buildUpdate>): Built {
  return numbered(buildUpdate(...change))
}

function numberPlaceholders(sql: string): string {
  let count = 0
  return sql.replaceAll('?', () => `$${++count}`)
}
