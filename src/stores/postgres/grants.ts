import type { GrantRow, GrantStore, RevocationRow } from '../../grants/store.ts'
import { buildCount, buildList, buildRevocationList } from '../sql/lists.ts'
import { grantColumns, revocationColumns, valuesOf } from '../sql/rows.ts'
import type { Due, Leases, States } from '../store.ts'
import { readLimit } from '../values.ts'
import type { PostgresConnection } from './connection.ts'
import { buildUpdateStatement, deleteAndRevoke, deleteGrant, dialect, numbered, statements } from './statements.ts'

export function createGrants({ repeat, once }: PostgresConnection): Omit<GrantStore, Leases | Due | States> {
  return {
    getGrant: async (id) => (await repeat<GrantRow>(statements.getGrant, id)).rows[0],
    async getGrantOf(clientId, owner) {
      return (await repeat<GrantRow>(statements.getGrantOf, clientId, owner)).rows[0]
    },
    async findGrant(clientId, owner, personId) {
      return (await repeat<GrantRow>(statements.findGrant, clientId, owner, personId)).rows[0]
    },
    listGrants: async (filter) => (await repeat<GrantRow>(...numbered(buildList(dialect, filter)))).rows,
    insertGrant: async (row) => (await once(statements.insertGrant, ...valuesOf(grantColumns, row))).count === 1,
    async updateGrant(id, generation, changes) {
      return (await once(...buildUpdateStatement(id, generation, changes))).count === 1
    },
    async noteCoolUntil(id, untilAt) {
      await repeat(statements.noteCoolUntil, untilAt, id, id, untilAt)
    },
    async deleteGrant(id, generation, revocation) {
      const { count } = revocation
        ? await once(deleteAndRevoke, id, generation, ...valuesOf(revocationColumns, revocation))
        : await once(deleteGrant, id, generation)
      return count === 1
    },
  }
}

export function createDue({ repeat, once }: PostgresConnection): Pick<GrantStore, Due> {
  return {
    async countGrants(clientId, search = {}) {
      const counted = numbered(buildCount(dialect, clientId, search))
      const { rows } = await repeat<{ status: string; count: number }>(...counted)
      return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
    },
    async earliestEnd(clientId) {
      return (await repeat<{ endsAt: number | null }>(statements.earliestEnd, clientId)).rows[0]?.endsAt ?? null
    },
    async claimDueGrants(clientId, { now, until, limit }) {
      return (await once<GrantRow>(statements.claimDueGrants, until, clientId, now, readLimit(limit))).rows
    },
    async claimDueRevocations(clientId, { now, until, limit }) {
      return (await once<RevocationRow>(statements.claimDueRevocations, until, clientId, now, readLimit(limit))).rows
    },
    async insertRevocation(row) {
      await repeat(statements.insertRevocation, ...valuesOf(revocationColumns, row))
    },
    async listRevocations(filter) {
      return (await repeat<RevocationRow>(...numbered(buildRevocationList(dialect, filter)))).rows
    },
    async updateRevocation(id, from, to) {
      return (await once(statements.updateRevocation, to, id, from)).count === 1
    },
    async deleteRevocation(id) {
      await repeat(statements.deleteRevocation, id)
    },
  }
}

/** `now` is a clock for tests; without it the database's own decides. */
export function createLeases({ repeat }: PostgresConnection, now?: () => number): Pick<GrantStore, Leases> {
  const clock = () => now?.() ?? null
  return {
    async takeLease(id, { attempt, holder, forMs, noteUnended }) {
      const values = [clock(), forMs, attempt, holder, attempt, noteUnended ?? null, id, clock(), attempt]
      return (await repeat<GrantRow>(statements.takeLease, ...values)).rows[0]
    },
    async noteAsked(id, attempt) {
      return (await repeat(statements.noteAsked, clock(), id, attempt, clock())).count === 1
    },
    async endLease(id, attempt, afterMs) {
      if (afterMs > 0) await repeat(statements.endLeaseLater, clock(), afterMs, id, attempt)
      else await repeat(statements.endLeaseNow, id, attempt)
    },
  }
}

export function createStates({ repeat, once }: PostgresConnection): Pick<GrantStore, States> {
  return {
    async claimState(stateHash, expiresAt) {
      if ((await once(statements.claimState, stateHash, expiresAt)).count === 1) return { claimed: true }
      const { rows } = await repeat<{ outcome: string | null }>(statements.getOutcome, stateHash)
      return { claimed: false, outcome: rows[0]?.outcome ?? null }
    },
    async settleState(stateHash, outcome) {
      await repeat(statements.settleState, outcome, stateHash)
    },
    deleteExpiredStates: async (before) => (await once(statements.deleteExpiredStates, before)).count,
  }
}
