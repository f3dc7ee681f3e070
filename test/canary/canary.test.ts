import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprintOf } from '../../src/emulator/identifiers.ts'
import { createGrantRow } from '../../src/stores/contract/check.ts'
import { postgresStore } from '../../src/stores/postgres.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import { startPostgres, type TestPostgres } from '../postgres.ts'
import { copyPostgres, copySqlite } from './copies.ts'
import { findLeaks } from './scan.ts'
import { type CopyStore, travel } from './travel.ts'

const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-canary-'))
let postgres: TestPostgres

beforeAll(async () => {
  postgres = await startPostgres()
})

afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

let files = 0
const openSqlite = async (): Promise<[Store, CopyStore]> => {
  const file = join(folder, `data-${files++}`, 'grants.db')
  return [sqliteStore({ file }), () => copySqlite(file)]
}
const openPostgres = async (): Promise<[Store, CopyStore]> => {
  const connectionString = await postgres.createDatabase()
  return [postgresStore({ connectionString }), () => copyPostgres(connectionString)]
}

const places = [
  { name: 'SQLite', open: openSqlite, copied: ['file backup', 'file vacuum into'] },
  { name: 'PostgreSQL', open: openPostgres, copied: ['table grantkeeper_grants'] },
]

const sizeOf = (outputs: Record<string, string | Buffer>) =>
  Object.values(outputs).reduce((sum, output) => sum + Buffer.byteLength(output), 0)

describe.each(places)('a canary in every secret, on $name', ({ name, open, copied }) => {
  it('is found in no output, no byte of the database and no copy of it', { timeout: 60_000 }, async () => {
    const { secrets, outputs, marks } = await travel(...(await open()))
    const noted = new Set(Object.keys(secrets).map((secret) => secret.replace(/ \d+$/, '')))
    const kinds = ['key', 'client secret', 'code', 'code_verifier', 'access token', 'refresh token', 'session']
    expect([...noted]).toEqual(expect.arrayContaining(kinds))
    const copies = Object.keys(outputs).filter((output) => output.startsWith('store, '))
    expect(copied.filter((wanted) => !copies.some((copy) => copy.endsWith(wanted)))).toEqual([])
    expect(findLeaks(secrets, outputs)).toEqual([])
    const marked = Object.keys(secrets).filter((secret) => /^(code|access token|refresh.token) \d/.test(secret))
    expect(marks).toEqual(expect.arrayContaining(marked.map((secret) => fingerprintOf(secrets[secret] ?? ''))))
    expect(marks.filter((mark) => !/^sha256:[0-9a-f]{8}$/.test(mark))).toEqual([])
    console.log(
      `canaries, ${name}: ${Object.keys(secrets).length} secrets, ${copies.length} copies and files of the database ` +
        `at 4 moments, ${Math.round(sizeOf(outputs) / 1024)} KiB, 0 found`,
    )
  })

  it('would be found in each copy if a column held it in clear', async () => {
    const [store, copyStore] = await open()
    const planted = 'a-secret-in-clear-0123456789'
    await store.insertGrant(createGrantRow({ personEmail: planted }))
    const copies = await copyStore()
    await store.close()
    const found = findLeaks({ planted }, copies).map(({ where }) => where)
    expect(found).toEqual(expect.arrayContaining(copied))
    const isFile = (where: string) => where.startsWith('file ')
    expect(found.some(isFile)).toBe(Object.keys(copies).some(isFile))
  })
})

describe('a canary', () => {
  it.each(['raw', 'base64', 'base64url', 'hex', 'percent', 'json'])(
    'would be found if it were written as %s',
    (encoding) => {
      const secret = 'a"secret/with+signs=="'
      const written = {
        raw: secret,
        base64: Buffer.from(secret).toString('base64'),
        base64url: Buffer.from(secret).toString('base64url'),
        hex: Buffer.from(secret).toString('hex'),
        percent: encodeURIComponent(secret),
        json: JSON.stringify({ secret }),
      }[encoding]
      const leaks = findLeaks({ planted: secret }, { log: `before ${written} after` })
      expect(leaks).toContainEqual({ secret: 'planted', encoding, where: 'log' })
    },
  )
})
