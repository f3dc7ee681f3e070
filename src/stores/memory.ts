import { GrantkeeperError } from '../errors/index.ts'
import type { DueClaim, GrantRow, GrantStore, RevocationRow } from '../grants/store.ts'
import type { SessionRow, SessionStore } from '../sessions/store.ts'
import type { Due, Leases, States, Store } from './store.ts'
import { readLimit, readText, readValue, type StoredValue } from './values.ts'

type Clock = () => number

/**
 * Keeps everything in this process and forgets it at its end: for tests and trials.
 * `now` is the clock of its leases, in milliseconds.
 */
export function memoryStore({ now }: { now: Clock }): Store {
  const grants = new Map<string, GrantRow>()
  const revocations = new Map<string, RevocationRow>()
  return {
    ...createGrants(grants, revocations),
    ...createDue(grants, revocations),
    ...createLeases(grants, now),
    ...createStates(),
    ...createSessions(),
    async close() {},
  }
}

function createGrants(
  rows: Map<string, GrantRow>,
  revocations: Map<string, RevocationRow>,
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
    async listGrants({ clientId, owner, status, after, limit }) {
      const wanted = Object.entries({ clientId, owner, status }).filter(([, value]) => value !== undefined)
      const matches = (row: GrantRow) => wanted.every(([field, value]) => row[field as keyof GrantRow] === value)
      return listPage(rows, { after, limit }, matches)
    },
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
      if (revocation) revocations.set(revocation.id, copyRow(revocation))
      return true
    },
  }
}

function createDue(grants: Map<string, GrantRow>, revocations: Map<string, RevocationRow>): Pick<GrantStore, Due> {
  return {
    async countGrants(clientId) {
      const counts: Record<string, number> = {}
      for (const { status } of [...grants.values()].filter((row) => row.clientId === clientId)) {
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

/** The rows that match, by their ids. */
function listPage<Row extends { id: string }>(
  rows: Map<string, Row>,
  { after = '', limit }: { after?: string; limit: number },
  matches: (row: Row) => boolean,
): Row[] {
  const most = readLimit(limit)
  const found = [...rows.values()].filter((row) => row.id > after && matches(row))
  found.sort((a, b) => (a.id < b.id ? -1 : 1))
  return found.slice(0, most).map((row) => copyRow(row))
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

function createSessions(): SessionStore {
  const rows = new Map<string, SessionRow>()
  return {
    getSession: async (idHash) => copyRow(rows.get(readText(idHash))),
    async insertSession(row) {
      if (rows.has(row.idHash))
        throw new GrantkeeperError('WX-STORE-UNAVAILABLE', { detail: 'This session id exists.' })
      rows.set(row.idHash, copyRow(row))
    },
    async touchSession(idHash, seenAt) {
      const row = rows.get(idHash)
      if (row) rows.set(idHash, copyRow({ ...row, seenAt }))
    },
    async deleteSession(idHash) {
      rows.delete(idHash)
    },
    async deleteSessionsOf(grantId) {
      deleteWhere(rows, (row) => row.grantId === grantId)
    },
    deleteExpiredSessions: async (before) => deleteWhere(rows, ({ expiresAt }) => expiresAt < before),
  }
}

/** A copy with the values as every database would hold them, so that tests on this store hold for the others. */
function copyRow<Row extends object | undefined>(row: Row): Row {
  if (!row) return row
  return Object.fromEntries(
    Object.entries(row).map(([field, value]: [string, StoredValue]) => [field, readValue(value)]),
  ) as Row
}

function deleteWhere<Row>(rows: Map<string, Row>, matches: (row: Row) => boolean): number {
  const doomed = [...rows].filter(([, row]) => matches(row))
  for (const [key] of doomed) rows.delete(key)
  return doomed.length
}
