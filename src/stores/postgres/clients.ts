import type { PgClient, PgPool, PgQuery, PgResult, PoolSource } from './pool.ts'

/** A connection for one piece of work. */
export interface LentClient {
  query(query: PgQuery): Promise<PgResult>
}

/** Lends connections of the pool, each to one piece of work at a time. */
export interface Clients {
  use<T>(work: (client: LentClient) => Promise<T>): Promise<T>
}

export function createClients(source: PoolSource, timeoutMs: number): Clients {
  const connect = createConnect(source, timeoutMs)
  return {
    async use(work) {
      // Nothing was sent while there is no connection, so that is tried twice, whatever the work.
      const client = await connect().catch(connect)
      return giveBackAfter(client, work)
    },
  }
}

interface Borrowed extends LentClient {
  release(broken: boolean): void
}

function createConnect(source: PoolSource, timeoutMs: number): () => Promise<Borrowed> {
  const setUp = new WeakSet<PgClient>()
  return async () => {
    const client = await borrow(await source.open())
    const borrowed = limitTime(client, timeoutMs)
    if (source.setUp === undefined || setUp.has(client)) return borrowed
    try {
      await borrowed.query({ text: source.setUp })
    } catch (error) {
      borrowed.release(true)
      throw error
    }
    setUp.add(client)
    return borrowed
  }
}

/** What breaks under a query is told by the query; without a listener, the same event would end the process. */
const ignoreError = () => undefined

/** Listens from within the pool's callback: between a promise and whoever awaits it, the connection may break. */
function borrow(pool: PgPool): Promise<PgClient> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (!client) return reject(error)
      client.on('error', ignoreError)
      resolve(client)
    })
  })
}

function limitTime(client: PgClient, timeoutMs: number): Borrowed {
  return {
    // The server's own limit is a little shorter, for its answer says what became of the statement.
    query: (query) => client.query({ query_timeout: timeoutMs * 1.2, ...query }),
    release(broken) {
      client.removeListener('error', ignoreError)
      client.release(broken)
    },
  }
}

/** A connection on which anything failed may be broken, or in the middle of a transaction; the pool makes another. */
async function giveBackAfter<T>(client: Borrowed, work: (client: LentClient) => Promise<T>): Promise<T> {
  try {
    const result = await work(client)
    client.release(false)
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}
