import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGrantRow, createSessionRow } from './contract/check.ts'
import { testStore } from './contract.ts'
import { createDatabaseStore } from './sqlite/database-store.ts'
import type { SqliteDatabase } from './sqlite/driver.ts'
import { openDatabase } from './sqlite/open.ts'
import { sqliteStore } from './sqlite.ts'
import type { Store } from './store.ts'

testStore({ name: 'sqliteStore', open: ({ now }) => sqliteStore({ file: ':memory:', now }), describe, it })

let folder: string
let file: string
let opened: { close(): unknown }[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grantkeeper-'))
  file = join(folder, 'data', 'grants.db')
  opened = []
})

afterEach(async () => {
  for (const one of opened) await one.close()
  rmSync(folder, { recursive: true })
})

function open(options: { timeoutMs?: number; now?: () => number } = {}): Store {
  const store = sqliteStore({ file, ...options })
  opened.push(store)
  return store
}

/** A store on a database that the test can turn against it. */
function openOnDatabase(): { store: Store; database: SqliteDatabase } {
  const database = openDatabase(file, 50)
  const store = createDatabaseStore(database)
  opened.push(store)
  return { store, database }
}

/** From here on the store is this file, which no handle of this process has ever had open. */
function copyTo(name: string, bytes: Buffer): void {
  file = join(folder, name)
  writeFileSync(file, bytes)
}

const bytesOf = (path: string) => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0))
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
const ofCode = (code: string) => expect.objectContaining({ code })

describe('a SQLite file', () => {
  it('keeps what was acknowledged when it is closed and opened again', async () => {
    const first = open()
    await first.insertGrant(createGrantRow())
    await first.insertSession(createSessionRow())
    await first.close()
    const second = open()
    expect(await second.getGrant('grant-1')).toEqual(createGrantRow())
    expect(await second.getSession('hash-1')).toEqual(createSessionRow())
  })

  it('is whole without its log once it is closed', async () => {
    const store = open()
    await store.insertGrant(createGrantRow())
    await store.close()
    copyTo('copy.db', readFileSync(file))
    expect(await open().getGrant('grant-1')).toEqual(createGrantRow())
  })

  it('is readable by its owner only, as are its log and its folder', async () => {
    await open().insertGrant(createGrantRow())
    expect(modeOf(join(folder, 'data'))).toBe('700')
    const files = readdirSync(join(folder, 'data')).sort()
    expect(files).toEqual(['grants.db', 'grants.db-shm', 'grants.db-wal'])
    expect(files.map((name) => modeOf(join(folder, 'data', name)))).toEqual(['600', '600', '600'])
  })

  it('waits for the disk at each commit, overwrites what is deleted and logs ahead', () => {
    const { database } = openOnDatabase()
    const read = (pragma: string) => Object.values(database.prepare(`PRAGMA ${pragma}`).get() as object)[0]
    expect([read('synchronous'), read('secure_delete'), read('journal_mode')]).toEqual([2, 1, 'wal'])
  })

  it('has no byte of a deleted grant left, in the file or its log', async () => {
    const store = open()
    const canary = 'canary-of-a-deleted-grant'
    await open().getGrant('read by another process, so to say')
    const bytes = () => Buffer.concat([bytesOf(file), bytesOf(`${file}-wal`)])
    await store.insertGrant(createGrantRow({ id: 'kept', owner: 'other' }))
    await store.insertGrant(createGrantRow({ sealedTokens: canary, personEmail: canary.repeat(400) }))
    expect(bytes().includes(canary)).toBe(true)
    await store.deleteGrant('grant-1', 7)
    expect(bytes().includes(canary)).toBe(false)
    expect(bytes().includes('kept')).toBe(true)
  })

  it('ends twice without complaint, after writing what waits, and then says that it is closed', async () => {
    const store = open()
    const waiting = store.insertGrant(createGrantRow())
    await Promise.all([store.close(), store.close()])
    expect(await waiting).toBe(true)
    await expect(store.getGrant('grant-1')).rejects.toThrow(ofCode('WX-STORE-UNAVAILABLE'))
    await expect(store.deleteGrant('grant-1', 7)).rejects.toThrow(ofCode('WX-STORE-UNAVAILABLE'))
    expect(await open().getGrant('grant-1')).toEqual(createGrantRow())
  })
})

describe('two handles on one SQLite file', () => {
  it('see each other’s writes', async () => {
    const [one, two] = [open(), open()]
    await one.insertGrant(createGrantRow())
    expect(await two.updateGrant('grant-1', 7, { generation: 8 })).toBe(true)
    expect(await one.updateGrant('grant-1', 7, { generation: 9 })).toBe(false)
    expect((await one.getGrant('grant-1'))?.generation).toBe(8)
  })

  it('give one lease and one claim between them', async () => {
    const stores = [open(), open()]
    await stores[0]!.insertGrant(createGrantRow())
    const lease = { holder: 'process', forMs: 60_000 }
    const rows = await Promise.all(stores.map((s, i) => s.takeLease('grant-1', { ...lease, attempt: `attempt ${i}` })))
    expect(rows.filter(Boolean)).toHaveLength(1)
    const claims = await Promise.all(stores.map((store) => store.claimState('hash', 1000)))
    expect(claims.filter(({ claimed }) => claimed)).toHaveLength(1)
  })

  it('measure leases by the database’s own clock', async () => {
    const store = open()
    await store.insertGrant(createGrantRow())
    const before = Date.now()
    const row = await store.takeLease('grant-1', { attempt: 'a', holder: 'process', forMs: 60_000 })
    expect(row?.leaseUntil).toBeGreaterThanOrEqual(before + 59_990)
    expect(row?.leaseUntil).toBeLessThanOrEqual(Date.now() + 60_010)
    await store.endLease('grant-1', 'a', 0)
    expect(await store.takeLease('grant-1', { attempt: 'b', holder: 'process', forMs: 1 })).toBeDefined()
  })

  it('say that the database is locked when one writes too long', async () => {
    const { database } = openOnDatabase()
    const store = open({ timeoutMs: 20 })
    database.exec('BEGIN IMMEDIATE')
    await expect(store.insertGrant(createGrantRow())).rejects.toThrow(ofCode('WX-STORE-UNAVAILABLE'))
    database.exec('COMMIT')
    expect(await store.insertGrant(createGrantRow())).toBe(true)
  })
})

describe('a SQLite file that cannot be written', () => {
  it('is reported as full, keeps its rows, and takes writes again once there is room', async () => {
    const { store, database } = openOnDatabase()
    await store.insertGrant(createGrantRow())
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number }
    database.exec(`PRAGMA max_page_count = ${pages}`)
    const large = createGrantRow({ id: 'grant-2', owner: 'other', sealedTokens: 'x'.repeat(100_000) })
    const small = store.claimState('hash', 1000)
    await expect(store.insertGrant(large)).rejects.toThrow(ofCode('WX-STORE-FULL'))
    expect(await small).toEqual({ claimed: true })
    expect(await store.listGrants({ limit: 9 })).toEqual([createGrantRow()])
    database.exec('PRAGMA max_page_count = 1000000')
    expect(await store.insertGrant(large)).toBe(true)
  })

  it('is reported as read-only, and can still be read', async () => {
    const { store, database } = openOnDatabase()
    await store.insertGrant(createGrantRow())
    database.exec('PRAGMA query_only = ON')
    await expect(store.deleteGrant('grant-1', 7)).rejects.toThrow(ofCode('WX-STORE-READ-ONLY'))
    expect(await store.getGrant('grant-1')).toEqual(createGrantRow())
  })

  it.skipIf(process.getuid?.() === 0)('is refused when its folder is read-only', () => {
    chmodSync(folder, 0o500)
    expect(() => open()).toThrow(ofCode('WX-STORE-READ-ONLY'))
    chmodSync(folder, 0o700)
  })

  it('is refused when its path cannot be a file', () => {
    writeFileSync(join(folder, 'data'), 'a file where the folder should be')
    expect(() => open()).toThrow(ofCode('WX-STORE-UNAVAILABLE'))
  })
})

describe('a SQLite file that is not ours to use', () => {
  it('is refused, untouched, when it is not a database', () => {
    file = join(folder, 'notes.txt')
    writeFileSync(file, 'these are not the rows you are looking for\n'.repeat(100))
    const before = readFileSync(file)
    expect(() => open()).toThrow(ofCode('WX-STORE-CORRUPT'))
    expect(readFileSync(file)).toEqual(before)
  })

  it('is refused, untouched, when a newer version made it', async () => {
    const { database } = openOnDatabase()
    database.exec('UPDATE grantkeeper_schema SET version = 1000')
    expect(() => open()).toThrow(ofCode('WX-STORE-NEWER'))
    expect(database.prepare('SELECT version FROM grantkeeper_schema').get()).toEqual({ version: 1000 })
  })

  it('is refused when it was emptied under its log', () => {
    copyTo('emptied.db', Buffer.alloc(0))
    writeFileSync(`${file}-wal`, 'frames')
    expect(() => open()).toThrow(ofCode('WX-STORE-CORRUPT'))
  })

  it('is refused when one of its columns is missing', async () => {
    const healthy = await writeManyGrants()
    copyTo('renamed.db', Buffer.from(healthy.toString('latin1').replace('scopes_asked', 'scopes_amiss'), 'latin1'))
    expect(await countGrants()).toBe('WX-STORE-CORRUPT')
  })

  it('never starts as an empty or shorter one after damage anywhere', { timeout: 60_000 }, async () => {
    const healthy = await writeManyGrants()
    const outcomes: string[] = []
    for (let place = 0; place < healthy.length; place += Math.floor(healthy.length / 100)) {
      copyTo(`damaged-${place}.db`, Buffer.from(healthy).fill(0xa5, place, place + 16))
      outcomes.push(await countGrants())
    }
    expect(outcomes.filter((outcome) => outcome !== 'all 200 rows' && outcome !== 'WX-STORE-CORRUPT')).toEqual([])
    expect(outcomes[0]).toBe('WX-STORE-CORRUPT')
  })

  it.each([0.1, 0.5, 0.9])('never starts as an empty or shorter one when only %d of it is left', async (part) => {
    const healthy = await writeManyGrants()
    copyTo('cut.db', healthy.subarray(0, Math.floor(healthy.length * part)))
    expect(await countGrants()).toBe('WX-STORE-CORRUPT')
  })
})

async function writeManyGrants(): Promise<Buffer> {
  const store = open()
  const rows = Array.from({ length: 200 }, (_, i) => createGrantRow({ id: `grant-${i}`, owner: `owner-${i}` }))
  await Promise.all(rows.map((row) => store.insertGrant(row)))
  await store.close()
  return readFileSync(file)
}

/** What a start on this file gives: its number of rows, or the code it was refused with. */
async function countGrants(): Promise<string> {
  try {
    const store = open()
    const rows = await store.listGrants({ limit: 1000 })
    await store.close()
    return `all ${rows.length} rows`
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

describe('writes that arrive together', () => {
  it('share one transaction, so that the disk is waited for once', async () => {
    const { store: _, database } = openOnDatabase()
    const commits: string[] = []
    const exec = (sql: string) => {
      commits.push(sql)
      database.exec(sql)
    }
    const counting = { prepare: (sql: string) => database.prepare(sql), close() {}, exec }
    const store = createDatabaseStore(counting)
    const rows = Array.from({ length: 20 }, (_, i) => createGrantRow({ id: `grant-${i}`, owner: `owner-${i}` }))
    const results = await Promise.all([...rows.map((row) => store.insertGrant(row)), store.claimState('hash', 1000)])
    expect(results).toEqual([...Array(20).fill(true), { claimed: true }])
    expect(commits).toEqual(['BEGIN IMMEDIATE', 'COMMIT'])
  })

  it('do not take each other with them when one cannot be done', async () => {
    const store = open()
    await store.insertSession(createSessionRow())
    const results = await Promise.allSettled([
      store.insertGrant(createGrantRow()),
      store.insertSession(createSessionRow({ owner: 'other' })),
      store.claimState('hash', 1000),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await store.getGrant('grant-1')).toEqual(createGrantRow())
    expect(await store.claimState('hash', 1000)).toEqual({ claimed: false, outcome: null })
  })
})
