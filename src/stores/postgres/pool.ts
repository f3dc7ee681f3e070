import { GrantkeeperError } from '../../errors/index.ts'
import type { StoredValue } from '../values.ts'

/** What we ask of a pool: the part of `pg.Pool` that this store uses. */
export interface PgPool {
  connect(callback: (error: Error | undefined, client: PgClient | undefined) => void): void
  end(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  removeListener(event: 'error', listener: (error: Error) => void): unknown
}

/** What we ask of a connection: the part of `pg.PoolClient` that this store uses. */
export interface PgClient {
  query(query: PgQuery): Promise<PgResult>
  /** Gives it back; `true` ends it. */
  release(broken?: boolean): void
  on(event: 'error', listener: (error: Error) => void): unknown
  removeListener(event: 'error', listener: (error: Error) => void): unknown
}

/** A query as `pg` takes it. */
export interface PgQuery {
  name?: string
  text: string
  values?: StoredValue[]
  types?: { getTypeParser(oid: number): (value: string) => unknown }
  query_timeout?: number
}

/** What `pg` answers to a query. */
export interface PgResult {
  rows: unknown[]
  rowCount: number | null
}

/** A pool that was given to us or that we make, on the first use. */
export interface PoolSource {
  open(): Promise<PgPool>
  /** Run once on each new connection. */
  readonly setUp: string | undefined
  /** Ends what is ours, and nothing else. */
  end(): Promise<void>
}

/** Without a listener, an idle connection that breaks would end the process. The pool replaces it by itself. */
const ignoreError = () => undefined

/** Our listener stays on the pool, for connections that we gave back may break later; one is enough for many stores. */
export function borrowPool(pool: PgPool): PoolSource {
  pool.removeListener('error', ignoreError)
  pool.on('error', ignoreError)
  return { open: async () => pool, setUp: undefined, end: async () => undefined }
}

export function createOwnPool(connectionString: string, timeoutMs: number): PoolSource {
  let opening: Promise<PgPool> | undefined
  const open = async () => {
    const Pool = await importPool()
    const pool = new Pool({
      connectionString,
      connectionTimeoutMillis: timeoutMs,
      keepAlive: true,
      allowExitOnIdle: true,
      fallback_application_name: 'grantkeeper',
    })
    return pool.on('error', ignoreError)
  }
  return {
    open() {
      opening ??= open().catch((error) => {
        opening = undefined
        throw error
      })
      return opening
    },
    setUp: writeSetUp(timeoutMs),
    end: async () => (await opening)?.end(),
  }
}

/** Not sent with the connection's start, where poolers refuse settings. A stricter synchronous_commit stays as it is. */
function writeSetUp(timeoutMs: number): string {
  return `SELECT set_config('statement_timeout', '${Math.round(timeoutMs)}', false),
    set_config('default_transaction_isolation', 'read committed', false),
    CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END`
}

async function importPool() {
  try {
    return (await import('pg')).default.Pool
  } catch (cause) {
    throw new GrantkeeperError('WX-STORE-DRIVER', { detail: 'It needs the package pg.', cause })
  }
}
