/**
 * A store that lives in this process and ends with it, for tests and trials.
 * @module
 */

import type { HappeningRow } from '../grants/history-store.ts'
import type { DueClaim, GrantFilter, GrantRow, GrantStore, RevocationRow } from '../grants/store.ts'
import { createHistory } from './memory/history.ts'
import { copyRow, deleteWhere, listPage } from './memory/rows.ts'
import { createSessions } from './memory/sessions.ts'
import type { Due, Leases, States, Store } from './store.ts'
import { readLimit, readText } from './values.ts'

type Clock = () => number

/**
 * Keeps everything in this process and forgets it at its end: for tests and trials.
 * `now` is the clock of its leases, in milliseconds.
 * @example
 * memoryStore({ now: Date.now })
 */
export function memoryStore({ now }: { now: Clock }): Store {
  const grants = new Map<string, GrantRow>()
  const revocations = new Map<string, RevocationRow>()
  const happenings = new Map<string, HappeningRow>()
  return {
    ...createGrants(grants, revocations, happenings),
    ...createDue(grants, revocations),
    ...createLeases(grants, now),
    ...createStates(),
    ...createSessions(),
    ...createHistory(happenings, (grantId) => grants.has(grantId)),
    async close() {},
  }
}

function createGrants(
  rows: Map<string, GrantRow>,
  revocations: Map<string, RevocationRow>,
  happenings: Map<string, HappeningRow>,
): Omit<GrantStore, Leases | Due | States> {
  const find = (matches: (row: GrantRow) => boolean) => [...rows.values()].filter(matches)
  return {
    getGrant: async (id) => copyRow(rows.get(readText(id))),
    async getGrantOf(clientId, owner) {
      const [latest] = find((row) => row.clientId === clientId && row.owner === owner).sort(compareConnected)
      return copyRow(latest)
    },
    async findGrant(clientId, owner, personId) {
      return copyRow(find((row) => isOf(row, { clientId, owner, personId }))[0])
    },
    listGrants: async ({ after, limit, ...filter }) => listPage(rows, { after, limit }, matchGrants(filter)),
    async insertGrant(row) {
      const added = copyRow(row)
      if (rows.has(row.id) || find((other) => isOf(other, row)).length > 0) return false
      rows.set(row.id, added)
      return true
    },
    async updateGrant(id, generation, { endLease, ...changes }) {
      const row = rows.get(id)
      if (row?.generation !== generation) return false
      const written = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
      rows.set(id, copyRow({ ...row, ...written, ...(endLease ? noLease : {}) }))
      return true
    },
    async noteCoolUntil(id, untilAt) {
      const noted = rows.get(id)
      if (!noted) return
      const isTheirs = (row: GrantRow) => noted.personId !== '' && row.personId === noted.personId
      for (const row of find((other) => other.id === id || (other.clientId === noted.clientId && isTheirs(other)))) {
        if ((row.coolUntil ?? 0) < untilAt) rows.set(row.id, copyRow({ ...row, coolUntil: untilAt }))
      }
    },
    async deleteGrant(id, generation, revocation) {
      if (rows.get(id)?.generation !== generation) return false
      rows.delete(id)
      deleteWhere(happenings, ({ grantId }) => grantId === id)
      if (revocation) revocations.set(revocation.id, copyRow(revocation))
      return true
    },
  }
}

function createDue(grants: Map<string, GrantRow>, revocations: Map<string, RevocationRow>): Pick<GrantStore, Due> {
  return {
    async countGrants(clientId, search = {}) {
      const counts: Record<string, number> = {}
      for (const { status } of [...grants.values()].filter(matchGrants({ clientId, ...search }))) {
        counts[status] = (counts[status] ?? 0) + 1
      }
      return counts
    },
    async earliestEnd(clientId) {
      const ends = [...grants.values()]
        .filter((row) => row.clientId === clientId && row.status !== 'reconnect')
        .flatMap(({ refreshExpiresAt }) => refreshExpiresAt ?? [])
      return ends.length === 0 ? null : Math.min(...ends)
    },
    claimDueGrants: async (clientId, claim) => claimDue(grants, clientId, claim, () => ({})),
    claimDueRevocations: async (clientId, claim) =>
      claimDue(revocations, clientId, claim, ({ tries }) => ({ tries: tries + 1 })),
    async insertRevocation(row) {
      if (!revocations.has(row.id)) revocations.set(row.id, copyRow(row))
    },
    listRevocations: async ({ clientId, after, limit }) =>
      listPage(revocations, { after, limit }, (row) => clientId === undefined || row.clientId === clientId),
    async updateRevocation(id, from, to) {
      const row = revocations.get(id)
      if (row?.sealedToken !== from) return false
      revocations.set(id, copyRow({ ...row, sealedToken: to }))
      return true
    },
    async deleteRevocation(id) {
      revocations.delete(id)
    },
  }
}

/** Whether a row is one of those that a filter asks for; folds the case of every letter. */
function matchGrants(filter: Omit<GrantFilter, 'after' | 'limit'>): (row: GrantRow) => boolean {
  const { search = '', scope, endsBefore, ...fields } = filter
  const wanted = Object.entries(fields).filter(([, value]) => value !== undefined)
  const part = readText(search).toLowerCase()
  const matches = (row: GrantRow) => wanted.every(([field, value]) => row[field as keyof GrantRow] === value)
  const isFound = ({ personName, personEmail, owner, id, scopesGranted, refreshExpiresAt }: GrantRow) =>
    ([personName ?? '', personEmail ?? '', owner].some((text) => text.toLowerCase().includes(part)) ||
      id.toLowerCase().startsWith(part)) &&
    (scope === undefined || ` ${scopesGranted} `.includes(` ${scope} `)) &&
    (endsBefore === undefined || (refreshExpiresAt !== null && refreshExpiresAt < endsBefore))
  return (row) => matches(row) && isFound(row)
}

type DueRow = { id: string; clientId: string; dueAt: number | null }

function claimDue<Row extends DueRow>(
  rows: Map<string, Row>,
  clientId: string,
  { now, until, limit }: DueClaim,
  note: (row: Row) => Partial<Row>,
): Row[] {
  const due = [...rows.values()].filter((row) => row.clientId === clientId && row.dueAt !== null && row.dueAt <= now)
  const taken = due.sort((a, b) => Number(a.dueAt) - Number(b.dueAt)).slice(0, readLimit(limit))
  return taken.map((row) => {
    const claimed = copyRow({ ...row, ...note(row), dueAt: until })
    rows.set(row.id, claimed)
    return copyRow(claimed)
  })
}

const noLease = { leaseAttempt: null, leaseHolder: null, leaseUntil: null, askedAt: null }

function isOf(
  row: GrantRow,
  { clientId, owner, personId }: Pick<GrantRow, 'clientId' | 'owner' | 'personId'>,
): boolean {
  return row.clientId === clientId && row.owner === owner && row.personId === personId
}

function compareConnected(a: GrantRow, b: GrantRow): number {
  return b.connectedAt - a.connectedAt || (a.id < b.id ? 1 : -1)
}

function createLeases(rows: Map<string, GrantRow>, now: Clock): Pick<GrantStore, Leases> {
  return {
    async takeLease(id, { attempt, holder, forMs, noteUnended }) {
      const row = rows.get(id)
      if (!row) return undefined
      const isHeld = row.leaseUntil !== null && row.leaseUntil > now()
      if (isHeld && row.leaseAttempt !== attempt) return undefined
      const mayHaveAsked = row.leaseAttempt !== attempt && row.askedAt !== null && row.status !== 'reconnect'
      const reason = mayHaveAsked ? (noteUnended ?? row.reason) : row.reason
      const lease = { leaseAttempt: attempt, leaseHolder: holder, leaseUntil: now() + forMs, askedAt: null }
      const leased = copyRow({ ...row, reason, ...lease })
      rows.set(id, leased)
      return copyRow(leased)
    },
    async noteAsked(id, attempt) {
      const row = rows.get(id)
      if (row?.leaseAttempt !== attempt || row.leaseUntil === null || row.leaseUntil <= now()) return false
      rows.set(id, copyRow({ ...row, askedAt: now() }))
      return true
    },
    async endLease(id, attempt, afterMs) {
      const row = rows.get(id)
      if (row?.leaseAttempt !== attempt) return
      rows.set(id, copyRow({ ...row, ...(afterMs > 0 ? { leaseUntil: now() + afterMs } : noLease) }))
    },
  }
}

function createStates(): Pick<GrantStore, States> {
  const states = new Map<string, { expiresAt: number; outcome: string | null }>()
  return {
    async claimState(stateHash, expiresAt) {
      const known = states.get(readText(stateHash))
      if (known) return { claimed: false, outcome: known.outcome }
      states.set(stateHash, copyRow({ expiresAt, outcome: null }))
      return { claimed: true }
    },
    async settleState(stateHash, outcome) {
      const known = states.get(stateHash)
      if (known) states.set(stateHash, copyRow({ ...known, outcome }))
    },
    deleteExpiredStates: async (before) => deleteWhere(states, ({ expiresAt }) => expiresAt < before),
  }
}
