import type { Claim, GrantRow, GrantStore, RevocationRow } from '../../grants/store.ts'
import { buildCount, buildList, buildRevocationList } from '../sql/lists.ts'
import { grantColumns, revocationColumns, valuesOf } from '../sql/rows.ts'
import { buildUpdate, createStatements, type SqlDialect } from '../sql/statements.ts'
import type { Due, Leases, States } from '../store.ts'
import { readLimit } from '../values.ts'
import type { SqliteConnection } from './connection.ts'

export const sqliteDialect: SqlDialect = {
  now: "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
  byteOrder: '',
  takeFree: '',
  find: 'instr',
}

const statements = createStatements(sqliteDialect)

export function createGrants({ get, all, run, write }: SqliteConnection): Omit<GrantStore, Leases | Due | States> {
  return {
    getGrant: async (id) => get<GrantRow>(statements.getGrant, id),
    getGrantOf: async (clientId, owner) => get<GrantRow>(statements.getGrantOf, clientId, owner),
    findGrant: async (clientId, owner, personId) => get<GrantRow>(statements.findGrant, clientId, owner, personId),
    async listGrants(filter) {
      const { sql, values } = buildList(sqliteDialect, filter)
      return all<GrantRow>(sql, ...values)
    },
    insertGrant(row) {
      const values = valuesOf(grantColumns, row)
      return write(() => run(statements.insertGrant, ...values) === 1)
    },
    updateGrant(id, generation, changes) {
      const { sql, values } = buildUpdate(id, generation, changes)
      return write(() => run(sql, ...values) === 1)
    },
    async noteCoolUntil(id, untilAt) {
      await write(() => run(statements.noteCoolUntil, untilAt, id, id, untilAt))
    },
    async deleteGrant(id, generation, revocation) {
      const deleted = await write(() => {
        if (run(statements.deleteGrant, id, generation) === 0) return false
        run(statements.deleteHappeningsOf, id)
        if (revocation) run(statements.insertRevocation, ...valuesOf(revocationColumns, revocation))
        return true
      })
      // The database has overwritten the row; the log still has the page as it was, until it is emptied.
      if (deleted) all('PRAGMA wal_checkpoint(TRUNCATE)')
      return deleted
    },
  }
}

export function createDue({ get, all, run, write }: SqliteConnection): Pick<GrantStore, Due> {
  return {
    async countGrants(clientId, search = {}) {
      const { sql, values } = buildCount(sqliteDialect, clientId, search)
      const counts = all<{ status: string; count: number }>(sql, ...values)
      return Object.fromEntries(counts.map(({ status, count }) => [status, count]))
    },
    async earliestEnd(clientId) {
      return get<{ endsAt: number | null }>(statements.earliestEnd, clientId)?.endsAt ?? null
    },
    claimDueGrants(clientId, { now, until, limit }) {
      return write(() => all<GrantRow>(statements.claimDueGrants, until, clientId, now, readLimit(limit)))
    },
    claimDueRevocations(clientId, { now, until, limit }) {
      return write(() => all<RevocationRow>(statements.claimDueRevocations, until, clientId, now, readLimit(limit)))
    },
    async insertRevocation(row) {
      const values = valuesOf(revocationColumns, row)
      await write(() => run(statements.insertRevocation, ...values))
    },
    async listRevocations(filter) {
      const { sql, values } = buildRevocationList(sqliteDialect, filter)
      return all<RevocationRow>(sql, ...values)
    },
    updateRevocation: (id, from, to) => write(() => run(statements.updateRevocation, to, id, from) === 1),
    async deleteRevocation(id) {
      await write(() => run(statements.deleteRevocation, id))
    },
  }
}

/** `now` is a clock for tests; without it the database's own decides. */
export function createLeases({ get, run, write }: SqliteConnection, now?: () => number): Pick<GrantStore, Leases> {
  const clock = () => now?.() ?? null
  return {
    takeLease(id, { attempt, holder, forMs, noteUnended }) {
      return write(() =>
        get<GrantRow>(
          statements.takeLease,
          clock(),
          forMs,
          attempt,
          holder,
          attempt,
          noteUnended ?? null,
          id,
          clock(),
          attempt,
        ),
      )
    },
    noteAsked(id, attempt) {
      return write(() => run(statements.noteAsked, clock(), id, attempt, clock()) === 1)
    },
    async endLease(id, attempt, afterMs) {
      if (afterMs > 0) await write(() => run(statements.endLeaseLater, clock(), afterMs, id, attempt))
      else await write(() => run(statements.endLeaseNow, id, attempt))
    },
  }
}

export function createStates({ get, run, write }: SqliteConnection): Pick<GrantStore, States> {
  return {
    claimState(stateHash, expiresAt) {
      return write((): Claim => {
        if (run(statements.claimState, stateHash, expiresAt) === 1) return { claimed: true }
        const claim = get<{ outcome: string | null }>(statements.getOutcome, stateHash)
        return { claimed: false, outcome: claim?.outcome ?? null }
      })
    },
    async settleState(stateHash, outcome) {
      await write(() => run(statements.settleState, outcome, stateHash))
    },
    deleteExpiredStates: (before) => write(() => run(statements.deleteExpiredStates, before)),
  }
}
