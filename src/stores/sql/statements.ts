import type { GrantChanges } from '../../grants/store.ts'
import { MOST_HAPPENINGS, type StoredValue } from '../values.ts'
import { grantColumns, happeningColumns, revocationColumns, sessionColumns } from './rows.ts'

/** In what the databases differ. Placeholders are `?`, each used once and in order, so that they can be numbered. */
export interface SqlDialect {
  /** The database's own clock: whole milliseconds since 1970. */
  now: string
  /** Follows `id` where ids are compared or sorted, to make their order that of their bytes. */
  byteOrder: string
  /** Ends a selection of rows to take, so that callers at the same moment take different ones. */
  takeFree: string
  /** The function that says where in a text another one is, and 0 where it is not. */
  find: string
}

/** A statement with the values of its placeholders. */
export interface Query {
  sql: string
  values: StoredValue[]
}

/** Builds every statement whose text is always the same. */
export function createStatements(dialect: SqlDialect) {
  return {
    ...grantStatements(dialect),
    ...dueStatements(dialect),
    ...leaseStatements(dialect),
    ...stateStatements(),
    ...sessionStatements(),
    ...historyStatements(dialect),
  }
}

export const allOfGrant = listFields(grantColumns)
const freedLease = 'lease_attempt = NULL, lease_holder = NULL, lease_until = NULL, asked_at = NULL'

function grantStatements({ byteOrder }: SqlDialect) {
  return {
    getGrant: `SELECT ${allOfGrant} FROM grantkeeper_grants WHERE id = ?`,
    getGrantOf: `SELECT ${allOfGrant} FROM grantkeeper_grants WHERE client_id = ? AND owner = ?
      ORDER BY connected_at DESC, id${byteOrder} DESC LIMIT 1`,
    findGrant: `SELECT ${allOfGrant} FROM grantkeeper_grants WHERE client_id = ? AND owner = ? AND person_id = ?`,
    insertGrant: `${insertInto('grantkeeper_grants', grantColumns)} ON CONFLICT DO NOTHING`,
    /** Values: instant, id, id, instant. A person who is not known has one grant only. */
    noteCoolUntil: `UPDATE grantkeeper_grants SET cool_until = ? WHERE (id = ? OR (client_id, person_id) IN
      (SELECT client_id, person_id FROM grantkeeper_grants WHERE id = ? AND person_id <> ''))
      AND (cool_until IS NULL OR cool_until < ?)`,
    deleteGrant: 'DELETE FROM grantkeeper_grants WHERE id = ? AND generation = ?',
  }
}

/** Values of the claims: until, client id, now, limit. */
function dueStatements({ takeFree }: SqlDialect) {
  const due = (table: string) =>
    `SELECT id FROM ${table} WHERE client_id = ? AND due_at <= ? ORDER BY due_at LIMIT ?${takeFree}`
  return {
    earliestEnd: `SELECT MIN(refresh_expires_at) AS "endsAt" FROM grantkeeper_grants
      WHERE client_id = ? AND status <> 'reconnect'`,
    claimDueGrants: `UPDATE grantkeeper_grants SET due_at = ? WHERE id IN (${due('grantkeeper_grants')})
      RETURNING ${allOfGrant}`,
    insertRevocation: `${insertInto('grantkeeper_revocations', revocationColumns)} ON CONFLICT DO NOTHING`,
    claimDueRevocations: `UPDATE grantkeeper_revocations SET due_at = ?, tries = tries + 1
      WHERE id IN (${due('grantkeeper_revocations')}) RETURNING ${listFields(revocationColumns)}`,
    updateRevocation: 'UPDATE grantkeeper_revocations SET sealed_token = ? WHERE id = ? AND sealed_token = ?',
    deleteRevocation: 'DELETE FROM grantkeeper_revocations WHERE id = ?',
  }
}

/** Their clock placeholder is null for the database's own clock; tests bring another. */
function leaseStatements({ now }: SqlDialect) {
  const clock = `COALESCE(?, ${now})`
  return {
    /**
     * Values: clock, span, attempt, holder, attempt, what to note of an unended lease, id, clock, attempt. The holder may
     * take it again, should its answer be lost.
     */
    takeLease: `UPDATE grantkeeper_grants SET lease_until = ${clock} + ?, lease_attempt = ?, lease_holder = ?,
      asked_at = NULL,
      reason = CASE WHEN lease_attempt <> ? AND asked_at IS NOT NULL AND status <> 'reconnect' THEN COALESCE(?, reason) ELSE reason END
      WHERE id = ? AND (lease_until IS NULL OR lease_until <= ${clock} OR lease_attempt = ?) RETURNING ${allOfGrant}`,
    /** Values: clock, id, attempt, clock. */
    noteAsked: `UPDATE grantkeeper_grants SET asked_at = ${clock} WHERE id = ? AND lease_attempt = ?
      AND lease_until > ${clock}`,
    /** Values: clock, span, id, attempt. */
    endLeaseLater: `UPDATE grantkeeper_grants SET lease_until = ${clock} + ? WHERE id = ? AND lease_attempt = ?`,
    endLeaseNow: `UPDATE grantkeeper_grants SET ${freedLease} WHERE id = ? AND lease_attempt = ?`,
  }
}

function stateStatements() {
  return {
    claimState: `INSERT INTO grantkeeper_states (state_hash, expires_at) VALUES (?, ?)
      ON CONFLICT (state_hash) DO NOTHING`,
    getOutcome: 'SELECT outcome FROM grantkeeper_states WHERE state_hash = ?',
    settleState: 'UPDATE grantkeeper_states SET outcome = ? WHERE state_hash = ?',
    deleteExpiredStates: 'DELETE FROM grantkeeper_states WHERE expires_at < ?',
  }
}

function sessionStatements() {
  return {
    getSession: `SELECT ${listFields(sessionColumns)} FROM grantkeeper_sessions WHERE id_hash = ?`,
    insertSession: insertInto('grantkeeper_sessions', sessionColumns),
    touchSession: 'UPDATE grantkeeper_sessions SET seen_at = ? WHERE id_hash = ?',
    deleteSession: 'DELETE FROM grantkeeper_sessions WHERE id_hash = ?',
    deleteSessionsOf: 'DELETE FROM grantkeeper_sessions WHERE grant_id = ?',
    deleteExpiredSessions: 'DELETE FROM grantkeeper_sessions WHERE expires_at < ?',
  }
}

function historyStatements({ byteOrder }: SqlDialect) {
  const step = '(CAST(? AS BIGINT) + (happened_at - CAST(? AS BIGINT)) / CAST(? AS BIGINT) * CAST(? AS BIGINT))'
  return {
    /** Values: the row's, then the id of its grant. */
    insertHappening: `INSERT INTO grantkeeper_history (${Object.values(happeningColumns).join(', ')})
      SELECT ${happeningTypes.map((type) => `CAST(? AS ${type})`).join(', ')}
      WHERE EXISTS (SELECT 1 FROM grantkeeper_grants WHERE id = ?) ON CONFLICT DO NOTHING`,
    /** Values: id of the grant, twice. */
    trimHappenings: `DELETE FROM grantkeeper_history WHERE grant_id = ? AND id${byteOrder} <= (SELECT id
      FROM grantkeeper_history WHERE grant_id = ? ORDER BY id${byteOrder} DESC LIMIT 1 OFFSET ${MOST_HAPPENINGS})`,
    /** Values: since, since, step, step, client id, since. */
    summarizeHappenings: `SELECT ${step} AS "at", what AS "what", COUNT(*) AS "count",
      CAST(ROUND(AVG(took_ms)) AS BIGINT) AS "meanMs", MAX(took_ms) AS "longestMs"
      FROM grantkeeper_history WHERE client_id = ? AND happened_at >= ? GROUP BY 1, 2 ORDER BY 1, 2`,
    deleteHappeningsOf: 'DELETE FROM grantkeeper_history WHERE grant_id = ?',
    deleteHappenings: 'DELETE FROM grantkeeper_history WHERE happened_at < ?',
  }
}

const happeningTypes = ['TEXT', 'TEXT', 'TEXT', 'BIGINT', 'TEXT', 'TEXT', 'BIGINT']

/** What a compare-and-set may write. */
const changeable = Object.entries(grantColumns).filter(
  ([, column]) => !/^(id|client_id|owner|person_id|lease_.*|asked_at|cool_until)$/.test(column),
) as [keyof Omit<GrantChanges, 'endLease'>, string][]

/** The compare-and-set for these changes. A field that is absent or undefined stays as it is. */
export function buildUpdate(id: string, generation: number, changes: GrantChanges): Query {
  const written = changeable.filter(([field]) => changes[field] !== undefined)
  const assignments = written.map(([, column]) => `${column} = ?`)
  if (changes.endLease) assignments.push(freedLease)
  if (assignments.length === 0) assignments.push('id = id')
  return {
    sql: `UPDATE grantkeeper_grants SET ${assignments.join(', ')} WHERE id = ? AND generation = ?`,
    values: [...written.map(([field]) => changes[field] ?? null), id, generation],
  }
}

/** Named as the fields of our rows, so that what the database answers is a row. */
export function listFields(columns: Record<string, string>): string {
  return Object.entries(columns)
    .map(([field, column]) => `${column} AS "${field}"`)
    .join(', ')
}

function insertInto(table: string, columns: Record<string, string>): string {
  const names = Object.values(columns)
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
}
