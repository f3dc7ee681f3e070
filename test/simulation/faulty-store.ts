import { GrantkeeperError } from '../../src/errors/index.ts'
import type { GrantRow, GrantStore } from '../../src/grants/store.ts'
import type { Faults } from './faults.ts'
import type { SimulatedProcess } from './process.ts'
import type { Schedule } from './schedule.ts'
import type { CallKind } from './troubles.ts'

/** The database itself: rows, and when nobody reaches it. */
export interface Database {
  rows: GrantStore
  isDown(): boolean
  /** Called when a process has taken a lease, and when a row was changed. */
  onLease(process: SimulatedProcess, row: GrantRow): void
  onCommit(process: SimulatedProcess, row: GrantRow): void
}

type Calls = Pick<GrantStore, 'getGrant' | 'takeLease' | 'endLease' | 'updateGrant'>

/** The store as one process sees it: calls take time, fail, or work without saying so. */
export function connectStore(
  database: Database,
  process: SimulatedProcess,
  schedule: Schedule,
  faults: (call: CallKind) => Faults,
): GrantStore {
  const { random } = process
  const unavailable = () => new GrantkeeperError('WX-STORE-UNAVAILABLE', { detail: 'planned' })

  const call = <T>(commit: () => Promise<T>, isRead = false): Promise<T> =>
    new Promise((resolve, reject) => {
      const { readsQuickly, storeRefuses, storeLosesAcknowledgement } = faults(isRead ? 'read' : 'write')
      if (isRead && !database.isDown() && random.chance(readsQuickly)) return resolve(commit())
      const isRefused = random.chance(storeRefuses)
      const isAcknowledged = !random.chance(storeLosesAcknowledgement)
      const commitAt = schedule.now() + random.between(0, 5)
      const answerAt = commitAt + random.between(0, 5)
      schedule.at(commitAt, async () => {
        if (isRefused || database.isDown()) return process.deliver(answerAt, () => reject(unavailable()))
        const result = await commit()
        process.deliver(answerAt, () => (isAcknowledged ? resolve(result) : reject(unavailable())))
      })
    })

  const calls: Calls = {
    getGrant: (id) => call(() => database.rows.getGrant(id), true),
    takeLease: (id, lease) =>
      call(async () => {
        const row = await database.rows.takeLease(id, lease)
        if (row) database.onLease(process, row)
        return row
      }),
    endLease: (id, attempt, afterMs) => call(() => database.rows.endLease(id, attempt, afterMs)),
    updateGrant: (id, generation, changes) =>
      call(async () => {
        const written = await database.rows.updateGrant(id, generation, changes)
        const row = written ? await database.rows.getGrant(id) : undefined
        if (row) database.onCommit(process, row)
        return written
      }),
  }
  return { ...database.rows, ...calls }
}
