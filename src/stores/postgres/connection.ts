import { GrantkeeperError } from '../../errors/index.ts'
import { readValue, type StoredValue } from '../values.ts'
import { createClients } from './clients.ts'
import { isConnectionLost, isPreparedElsewhere, isRolledBack, storeError } from './failure.ts'
import { migrate } from './migrate.ts'
import type { PgResult, PoolSource } from './pool.ts'
import type { Statement } from './statements.ts'

/** Runs statements, each committed by itself, on a database that has our schema. */
export interface PostgresConnection {
  /** For statements that give the same when they are run twice: run again when the connection breaks under them. */
  repeat<Row = unknown>(statement: Statement, ...values: StoredValue[]): Promise<Result<Row>>
  /** For all others. When the connection breaks under one, nobody knows what became of it: WX-STORE-UNAVAILABLE. */
  once<Row = unknown>(statement: Statement, ...values: StoredValue[]): Promise<Result<Row>>
  /** Waits for what is under way. */
  close(): Promise<void>
}

export interface Result<Row> {
  rows: Row[]
  /** Number of rows that were written, or read. */
  count: number
}

export function createConnection(source: PoolSource, timeoutMs: number): PostgresConnection {
  const underWay = new Set<Promise<PgResult>>()
  const run = createRunner(source, timeoutMs)
  let ended: Promise<void> | undefined

  const track = async <Row>(running: Promise<PgResult>): Promise<Result<Row>> => {
    underWay.add(running)
    try {
      const { rows, rowCount } = await running
      return { rows: rows as Row[], count: rowCount ?? 0 }
    } catch (cause) {
      throw storeError(cause)
    } finally {
      underWay.delete(running)
    }
  }
  const start = async <Row>(statement: Statement, values: StoredValue[], mayRepeat: MayRepeat) => {
    const kept = values.map(readValue)
    if (ended) throw new GrantkeeperError('WX-STORE-UNAVAILABLE', { detail: 'The store is closed.' })
    return track<Row>(run(statement, kept, mayRepeat))
  }

  return {
    repeat: (statement, ...values) =>
      start(statement, values, (cause) => isConnectionLost(cause) || isRolledBack(cause)),
    once: (statement, ...values) => start(statement, values, isRolledBack),
    close() {
      // A pool that is ended forgets those who wait for a connection.
      ended ??= Promise.allSettled(underWay).then(() => source.end())
      return ended
    },
  }
}

type MayRepeat = (cause: unknown) => boolean

/** Sends a statement, and again, once, where that does no harm. */
function createRunner(source: PoolSource, timeoutMs: number) {
  const clients = createClients(source, timeoutMs)
  const bringSchema = doOnce(() => tryTwice(() => clients.use(migrate), isConnectionLost))
  let prepares = true
  return async ({ name, text }: Statement, values: StoredValue[], mayRepeat: MayRepeat): Promise<PgResult> => {
    await bringSchema()
    const send = () =>
      clients.use((client) => client.query({ name: prepares ? name : undefined, text, values, types: parsers }))
    return tryTwice(send, (cause) => {
      if (!isPreparedElsewhere(cause)) return mayRepeat(cause)
      prepares = false
      return true
    })
  }
}

/** Our whole numbers are exact as numbers. How the driver reads them for others is not changed. */
const parsers = { getTypeParser: (oid: number) => (oid === INT8 ? Number : String) }
const INT8 = 20

async function tryTwice<T>(work: () => Promise<T>, mayRepeat: MayRepeat): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!mayRepeat(cause)) throw cause
    return work()
  }
}

/** Does work once for all who ask, and again for those who ask after it failed. */
function doOnce(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work().catch((error) => {
      done = undefined
      throw error
    })
    return done
  }
}
