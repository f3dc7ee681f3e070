import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { inspect } from 'node:util'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runOn, startPostgres, type TestPostgres } from '../../test/postgres.ts'
import { createGrantRow, createSessionRow } from './contract/check.ts'
import { testStore } from './contract.ts'
import { type PgPool, type PostgresStoreOptions, postgresStore } from './postgres.ts'
import type { Store } from './store.ts'

let postgres: TestPostgres
/** One database for all tests that can share one; its tables are emptied between them. */
let url: string
let opened: { close(): unknown }[]

beforeAll(async () => {
  postgres = await startPostgres()
  url = await postgres.createDatabase()
  const store = postgresStore({ connectionString: url })
  await store.getGrant('none')
  await store.close()
})

afterAll(() => postgres.stop())

beforeEach(async () => {
  opened = []
  await runOn(
    url,
    'TRUNCATE grantkeeper_grants, grantkeeper_revocations, grantkeeper_states, grantkeeper_sessions, grantkeeper_history',
  )
})

afterEach(async () => {
  for (const one of opened.reverse()) await one.close()
})

function open(connectionString = url, options: { timeoutMs?: number; now?: () => number } = {}): Store {
  return keep(postgresStore({ connectionString, ...options }))
}

function openOn(pool: pg.Pool, options: { timeoutMs?: number } = {}): Store {
  opened.unshift({ close: () => pool.ended || pool.end() })
  return keep(postgresStore({ pool, ...options }))
}

function keep(store: Store): Store {
  opened.push(store)
  return store
}

const ofCode = (code: string) => expect.objectContaining({ code })
const endConnections = () =>
  runOn(
    url,
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )

testStore({
  name: 'postgresStore',
  open: ({ now }) => postgresStore({ connectionString: url, now }),
  describe,
  it,
})

describe('two processes on one PostgreSQL', () => {
  it('see each other’s writes', async () => {
    const [one, two] = [open(), open()]
    await one.insertGrant(createGrantRow())
    expect(await two.updateGrant('grant-1', 7, { generation: 8 })).toBe(true)
    expect(await one.updateGrant('grant-1', 7, { generation: 9 })).toBe(false)
    expect((await one.getGrant('grant-1'))?.generation).toBe(8)
  })

  it('give one of fifty writers the generation, one of fifty attempts the lease, one of fifty callers the state', async () => {
    const stores = [open(), open()] as const
    const race = <T>(work: (store: Store, index: number) => Promise<T>) =>
      Promise.all(Array.from({ length: 50 }, (_, index) => work(stores[index % 2 ? 1 : 0], index)))
    const inserted = await race((store) => store.insertGrant(createGrantRow()))
    expect(inserted.filter(Boolean)).toHaveLength(1)
    const wrote = await race((store) => store.updateGrant('grant-1', 7, { generation: 8 }))
    expect(wrote.filter(Boolean)).toHaveLength(1)
    const leases = await race((store, index) =>
      store.takeLease('grant-1', { attempt: `attempt ${index}`, holder: 'process', forMs: 60_000 }),
    )
    expect(leases.filter(Boolean)).toHaveLength(1)
    const claims = await race((store) => store.claimState('hash', 1000))
    expect(claims.filter(({ claimed }) => claimed)).toHaveLength(1)
  })

  it('measure leases by the database’s own clock', async () => {
    const store = open()
    await store.insertGrant(createGrantRow())
    const read = async () =>
      Number((await runOn(url, 'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS at'))[0]?.at)
    const before = await read()
    const row = await store.takeLease('grant-1', { attempt: 'a', holder: 'process', forMs: 60_000 })
    expect(row?.leaseUntil).toBeGreaterThanOrEqual(Math.floor(before) + 60_000)
    expect(row?.leaseUntil).toBeLessThanOrEqual((await read()) + 60_000)
    expect(await store.takeLease('grant-1', { attempt: 'b', holder: 'process', forMs: 1 })).toBeUndefined()
    await store.endLease('grant-1', 'a', 0)
    expect(await store.takeLease('grant-1', { attempt: 'b', holder: 'process', forMs: 1 })).toBeDefined()
  })

  it('race as well where the database is serializable by default', async () => {
    const strict = await postgres.createDatabase()
    await runOn(strict, `ALTER DATABASE ${nameOf(strict)} SET default_transaction_isolation = 'serializable'`)
    const stores = [open(strict), open(strict)]
    await stores[0]!.insertGrant(createGrantRow())
    const writes = Array.from({ length: 50 }, (_, i) => stores[i % 2]!.updateGrant('grant-1', 7, { generation: 8 }))
    expect((await Promise.all(writes)).filter(Boolean)).toHaveLength(1)
  })
})

describe('the schema in PostgreSQL', () => {
  it('is made once by eight that open it together', async () => {
    const empty = await postgres.createDatabase()
    const stores = Array.from({ length: 8 }, () => open(empty))
    const rows = stores.map((store, i) => store.insertGrant(createGrantRow({ id: `grant-${i}`, owner: `owner-${i}` })))
    expect(await Promise.all(rows)).toEqual(Array(8).fill(true))
    expect(await runOn(empty, 'SELECT version FROM grantkeeper_schema')).toHaveLength(1)
    expect(await stores[0]!.listGrants({ limit: 9 })).toHaveLength(8)
  })

  it('is left alone when a newer version made it', async () => {
    const newer = await postgres.createDatabase()
    await open(newer).getGrant('none')
    await runOn(newer, 'UPDATE grantkeeper_schema SET version = 1000')
    await expect(open(newer).getGrant('none')).rejects.toThrow(ofCode('WX-STORE-NEWER'))
    expect(await runOn(newer, 'SELECT version FROM grantkeeper_schema')).toEqual([{ version: '1000' }])
  })

  it('is all made or not at all', async () => {
    const foreign = await postgres.createDatabase()
    await runOn(foreign, 'CREATE TABLE grantkeeper_sessions (somebody_elses TEXT)')
    const store = open(foreign)
    await expect(store.getGrant('none')).rejects.toThrow(ofCode('WX-STORE-CORRUPT'))
    expect(await runOn(foreign, "SELECT to_regclass('grantkeeper_grants') AS made")).toEqual([{ made: null }])
    await runOn(foreign, 'DROP TABLE grantkeeper_sessions')
    expect(await store.getGrant('none')).toBeUndefined()
  })

  it('needs no right to make tables once it is there', async () => {
    const role = `reader_of_${nameOf(url)}`
    await runOn(url, `CREATE ROLE ${role} LOGIN PASSWORD 'limited'`)
    await runOn(url, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`)
    opened.push({ close: () => runOn(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`) })
    const store = open(Object.assign(new URL(url), { username: role, password: 'limited' }).href)
    expect(await store.getGrant('none')).toBeUndefined()
    await expect(store.insertGrant(createGrantRow())).rejects.toThrow(ofCode('WX-STORE-READ-ONLY'))
  })

  it('is reported as damaged when a table is gone', async () => {
    const damaged = await postgres.createDatabase()
    const store = open(damaged)
    await store.getGrant('none')
    await runOn(damaged, 'DROP TABLE grantkeeper_grants')
    await expect(store.getGrant('none')).rejects.toThrow(ofCode('WX-STORE-CORRUPT'))
  })
})

describe('a PostgreSQL that breaks', () => {
  it('under traffic: every call succeeds or says so, and all works again', async () => {
    const store = open()
    await store.insertGrant(createGrantRow({ generation: 0 }))
    let generation = 0
    let done = false
    const codes: string[] = []
    const increase = async () => {
      while (!done) {
        try {
          if (await store.updateGrant('grant-1', generation, { generation: generation + 1 })) generation++
          else generation = (await store.getGrant('grant-1'))?.generation ?? -1
        } catch (error) {
          codes.push((error as { code: string }).code)
        }
      }
    }
    const read = async () => {
      while (!done) await store.getGrant('grant-1').catch((error) => codes.push(error.code))
    }
    const traffic = [increase(), ...Array.from({ length: 10 }, read)]
    const countEnded = async () => (await endConnections()).length
    try {
      for (let round = 0; round < 10; round++) await expect.poll(countEnded, { timeout: 5000 }).toBeGreaterThan(0)
    } finally {
      // Whoever goes on against a closed store would never let anybody else have a turn.
      done = true
      await Promise.all(traffic)
    }
    expect(codes.filter((code) => code !== 'WX-STORE-UNAVAILABLE')).toEqual([])
    expect(generation).toBeGreaterThan(0)
    expect(await store.updateGrant('grant-1', (await store.getGrant('grant-1'))!.generation, { generation: 1 })).toBe(
      true,
    )
  })

  it.each([
    ['at once', 'SELECT 1'],
    ['a little later', 'SELECT pg_sleep(0.05)'],
  ])('while nobody uses it: who reads %s notices nothing, on a pool of ours or of the caller', async (_, meanwhile) => {
    for (const store of [open(), openOn(new pg.Pool({ connectionString: url }))]) {
      await Promise.all(Array.from({ length: 5 }, () => store.getGrant('none')))
      await endConnections()
      await runOn(url, meanwhile)
      expect(await store.getGrant('none')).toBeUndefined()
    }
  })

  it('under a read: it is read again', async () => {
    const store = open()
    await store.insertGrant(createGrantRow())
    const { release } = await lockGrants('ACCESS EXCLUSIVE')
    const reading = store.getGrant('grant-1')
    await endWaiting()
    await release()
    expect(await reading).toEqual(createGrantRow())
  })

  it('under a write: it is not written a second time, for nobody knows whether it was', async () => {
    const store = open()
    const { release } = await lockGrants('ACCESS EXCLUSIVE')
    const writing = store.insertGrant(createGrantRow())
    const refused = expect(writing).rejects.toThrow(ofCode('WX-STORE-UNAVAILABLE'))
    await endWaiting()
    await release()
    await refused
    expect(await store.getGrant('grant-1')).toBeUndefined()
    expect(await store.insertGrant(createGrantRow())).toBe(true)
  })

  it('by a lock that nobody ends: the wait is over in time', async () => {
    const store = open(url, { timeoutMs: 100 })
    await store.getGrant('none')
    const { release } = await lockGrants('ACCESS EXCLUSIVE')
    await expect(store.insertGrant(createGrantRow())).rejects.toThrow(
      expect.objectContaining({ code: 'WX-STORE-UNAVAILABLE', detail: expect.stringContaining('in time') }),
    )
    await release()
    expect(await store.insertGrant(createGrantRow())).toBe(true)
  })
})

describe('a PostgreSQL that falls silent', () => {
  let silent: SilentProxy

  beforeEach(async () => {
    silent = await startSilentProxy(url)
  })

  afterEach(() => silent.close())

  it('before it is connected to: the wait is over in time', async () => {
    silent.fallSilent()
    await expect(open(silent.url, { timeoutMs: 50 }).getGrant('none')).rejects.toThrow(ofCode('WX-STORE-UNAVAILABLE'))
  })

  it('under a statement: the wait is over in time, also on a pool of the caller', async () => {
    const pool = new pg.Pool({ connectionString: silent.url, connectionTimeoutMillis: 50 })
    for (const store of [open(silent.url, { timeoutMs: 50 }), openOn(pool, { timeoutMs: 50 })]) {
      silent.speak()
      await store.getGrant('none')
      silent.fallSilent()
      await expect(store.insertGrant(createGrantRow())).rejects.toThrow(ofCode('WX-STORE-UNAVAILABLE'))
      silent.speak()
      expect(await store.getGrant('none')).toBeUndefined()
    }
  })
})

interface SilentProxy {
  url: string
  /** From here on nothing comes through, and nobody is told. */
  fallSilent(): void
  /** New connections work again. */
  speak(): void
  close(): void
}

/** A way to the database that can go dead without an end, as networks do. */
async function startSilentProxy(target: string): Promise<SilentProxy> {
  const { hostname, port } = new URL(target)
  const sockets: Socket[] = []
  let isSilent = false
  const server = createServer((near) => {
    const far = connect(Number(port || 5432), hostname)
    for (const socket of [near, far]) sockets.push(socket.on('error', () => undefined))
    near.on('data', (chunk) => isSilent || far.write(chunk))
    far.on('data', (chunk) => isSilent || near.write(chunk))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const through = { hostname: '127.0.0.1', port: String((server.address() as AddressInfo).port) }
  return {
    url: Object.assign(new URL(target), through).href,
    fallSilent() {
      isSilent = true
    },
    speak() {
      isSilent = false
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** Holds a lock on the grants, as another program might, until it is released. */
async function lockGrants(mode: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`BEGIN; LOCK TABLE grantkeeper_grants IN ${mode} MODE`)
  return { release: () => client.end() }
}

/** Ends the connections that wait for the lock, as soon as there is one. */
async function endWaiting(): Promise<void> {
  const sql =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
  while ((await runOn(url, sql)).length === 0);
}

describe('a PostgreSQL that refuses', () => {
  const refusal = async (options: PostgresStoreOptions) => {
    const store = keep(postgresStore(options))
    return store.getGrant('none').then(
      () => undefined,
      (error) => error,
    )
  }

  it('is reported as read-only, and can still be read', async () => {
    const readOnly = await postgres.createDatabase()
    await open(readOnly).insertGrant(createGrantRow())
    await runOn(readOnly, `ALTER DATABASE ${nameOf(readOnly)} SET default_transaction_read_only = on`)
    const store = open(readOnly)
    expect(await store.getGrant('grant-1')).toEqual(createGrantRow())
    await expect(store.deleteGrant('grant-1', 7)).rejects.toThrow(ofCode('WX-STORE-READ-ONLY'))
  })

  it('a password, a database or a host: it says which, and never the password', async () => {
    const SECRET = 'canary-password'
    const change = (changes: Partial<URL>) => Object.assign(new URL(url), { password: SECRET, ...changes }).href
    const errors = await Promise.all([
      refusal({ connectionString: change({}) }),
      refusal({ connectionString: change({ port: '1' }) }),
      refusal({ connectionString: `postgres://me:${SECRET}@[nonsense/db` }),
    ])
    expect(errors.map(({ code }) => code)).toEqual(Array(3).fill('WX-STORE-UNAVAILABLE'))
    expect(inspect(errors, { depth: 9, showHidden: true })).not.toContain(SECRET)
    expect(errors[0].detail).toContain('password')
    expect(errors[1].detail).toContain('ECONNREFUSED')
    const absent = await refusal({ connectionString: Object.assign(new URL(url), { pathname: '/absent' }).href })
    expect(absent.detail).toContain('no database of that name')
  })

  it('a row: the error does not repeat it', async () => {
    const store = open()
    const row = createSessionRow({ owner: 'canary-owner' })
    await store.insertSession(row)
    const error = await store.insertSession(row).catch((e) => e)
    expect(error.code).toBe('WX-STORE-UNAVAILABLE')
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/canary|hash-1/)
  })

  it('a text that its indexes cannot hold: it is the request that is wrong', async () => {
    const owner = Array.from({ length: 9000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join('')
    await expect(open().insertGrant(createGrantRow({ owner }))).rejects.toThrow(ofCode('WX-REQUEST-INVALID'))
  })
})

describe('a pool of the caller', () => {
  it('stays open when the store is closed, and reads numbers as before', async () => {
    const pool = new pg.Pool({ connectionString: url })
    const store = openOn(pool)
    await store.insertGrant(createGrantRow())
    expect((await store.getGrant('grant-1'))?.generation).toBe(7)
    await store.close()
    await expect(store.getGrant('grant-1')).rejects.toThrow(ofCode('WX-STORE-UNAVAILABLE'))
    expect((await pool.query('SELECT generation FROM grantkeeper_grants')).rows).toEqual([{ generation: '7' }])
  })

  it('may have a pooler behind it that gives each statement another session', async () => {
    const pool = new pg.Pool({ connectionString: url, max: 1 })
    let connections = 0
    pool.on('connect', () => connections++)
    const store = openOn(pool)
    await store.insertGrant(createGrantRow())
    for (let i = 0; i < 5; i++) {
      expect(await store.getGrant('grant-1')).toEqual(createGrantRow())
      await pool.query('DEALLOCATE ALL')
    }
    expect(await store.insertGrant(createGrantRow())).toBe(false)
    expect(connections).toBe(2)
  })

  it('may fail to connect once, before a write too', async () => {
    const pool = new pg.Pool({ connectionString: url })
    let refusals = 0
    const connect: PgPool['connect'] = (callback) =>
      refusals-- > 0 ? callback(new Error('reset'), undefined) : pool.connect(callback)
    const source = { connect, end: () => pool.end(), on: pool.on.bind(pool), removeListener: () => undefined }
    opened.push({ close: source.end })
    const store = keep(postgresStore({ pool: source }))
    await store.getGrant('none')
    refusals = 1
    expect(await store.insertGrant(createGrantRow())).toBe(true)
    refusals = 2
    await expect(store.deleteGrant('grant-1', 7)).rejects.toThrow(ofCode('WX-STORE-UNAVAILABLE'))
  })

  it('carries many stores with one listener', () => {
    const pool = new pg.Pool({ connectionString: url })
    for (let i = 0; i < 20; i++) openOn(pool)
    expect(pool.listenerCount('error')).toBe(1)
  })

  it('is given back its connections, whatever fails on them', async () => {
    const pool = new pg.Pool({ connectionString: url, max: 2 })
    const store = openOn(pool)
    const row = createSessionRow()
    await Promise.allSettled(Array.from({ length: 20 }, () => store.insertSession(row)))
    expect([pool.totalCount - pool.idleCount, pool.waitingCount]).toEqual([0, 0])
  })
})

describe('a write to PostgreSQL', () => {
  it('waits for the disk, also where the database is set not to', async () => {
    const hasty = await postgres.createDatabase()
    await runOn(hasty, `ALTER DATABASE ${nameOf(hasty)} SET synchronous_commit = off`)
    const store = open(hasty)
    await store.getGrant('none')
    await runOn(
      hasty,
      `CREATE TABLE noted AS SELECT ''::text AS setting;
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN UPDATE noted SET setting = current_setting('synchronous_commit'); RETURN NEW; END $$;
      CREATE TRIGGER note BEFORE INSERT ON grantkeeper_states FOR EACH ROW EXECUTE FUNCTION note()`,
    )
    await store.claimState('hash', 1000)
    expect(await runOn(hasty, 'SELECT setting FROM noted')).toEqual([{ setting: 'on' }])
  })
})

describe('the end of a PostgreSQL store', () => {
  it('waits for what was begun, and may come twice', async () => {
    const store = open()
    const writes = Array.from({ length: 30 }, (_, i) => store.insertSession(createSessionRow({ idHash: `hash-${i}` })))
    await Promise.all([store.close(), store.close()])
    await Promise.all(writes)
    expect(await runOn(url, 'SELECT count(*)::int AS count FROM grantkeeper_sessions')).toEqual([{ count: 30 }])
  })

  it('connects to nothing when nothing was done', async () => {
    await open('postgres://127.0.0.1:1/absent').close()
  })
})

function nameOf(connectionString: string): string {
  return new URL(connectionString).pathname.slice(1)
}
