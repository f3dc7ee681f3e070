import { GrantkeeperError } from '../../src/errors/index.ts'
import type { GrantRow, GrantStore } from '../../src/grants/store.ts'
import type { Faults } from './faults.ts'
import type { SimulatedProcess } from './process.ts'
import type { Schedule } from './schedule.ts'
import type { CallKind } from './troubles.ts'

/** The database itself: rows, and when a process cannot reach them. */
export interface Database {
  rows: GrantStore
  isAway(process: SimulatedProcess): boolean
  /** Called when a process has taken a lease, written a row, or deleted one. */
  onLease(process: SimulatedProcess, row: GrantRow): void
  onCommit(process: SimulatedProcess, row: GrantRow): void
  onDelete(process: SimulatedProcess, row: GrantRow): void
}

/** Calls that mostly find nothing to do: often they take no time. */
const quick = new Set(['getGrant', 'findGrant', 'claimDueGrants', 'claimDueRevocations'])

type Method = (...values: unknown[]) => Promise<unknown>

/** The store as one process sees it: calls take time, fail, or work without saying so. */
export function connectStore(
  database: Database,
  process: SimulatedProcess,
  schedule: Schedule,
  faults: (call: CallKind) => Faults,
): GrantStore {
  const { random } = process
  const unavailable = () => new GrantkeeperError('WX-STORE-UNAVAILABLE', { detail: 'planned' })

  const call = (commit: () => Promise<unknown>, isQuick: boolean): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { readsQuickly, storeRefuses, storeLosesAcknowledgement } = faults(isQuick ? 'read' : 'write')
      if (isQuick && !database.isAway(process) && random.chance(readsQuickly)) return resolve(commit())
      const isRefused = random.chance(storeRefuses)
      const isAcknowledged = !random.chance(storeLosesAcknowledgement)
      const commitAt = schedule.now() + random.between(0, 5)
      const answerAt = commitAt + random.between(0, 5)
      schedule.at(commitAt, async () => {
        if (isRefused || database.isAway(process)) return process.deliver(answerAt, () => reject(unavailable()))
        const result = await commit()
        process.deliver(answerAt, () => (isAcknowledged ? resolve(result) : reject(unavailable())))
      })
    })

  const methods = Object.entries(watchRows(database, process)) as [string, Method][]
  const calls = methods.map(([name, method]): [string, Method] => [
    name,
    (...values) => call(() => method(...values), quick.has(name)),
  ])
  return Object.fromEntries(calls) as unknown as GrantStore
}

/** The rows, telling what this process does to them. */
function watchRows(database: Database, process: SimulatedProcess): GrantStore {
  const { rows } = database
  const tellCommit = async (id: string) => {
    const row = await rows.getGrant(id)
    if (row) database.onCommit(process, row)
  }
  return {
    ...rows,
    async takeLease(id, lease) {
      const row = await rows.takeLease(id, lease)
      if (row) database.onLease(process, row)
      return row
    },
    async insertGrant(row) {
      const inserted = await rows.insertGrant(row)
      if (inserted) await tellCommit(row.id)
      return inserted
    },
    async updateGrant(id, generation, changes) {
      const written = await rows.updateGrant(id, generation, changes)
      if (written) await tellCommit(id)
      return written
    },
    async deleteGrant(...deletion) {
      const row = await rows.getGrant(deletion[0])
      const deleted = await rows.deleteGrant(...deletion)
      if (row && deleted) database.onDelete(process, row)
      return deleted
    },
  }
}
