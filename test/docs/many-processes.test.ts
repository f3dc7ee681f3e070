import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKeeper } from '../../examples/many-processes/keeper.js'
import { startPostgres, type TestPostgres } from '../postgres.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

it('makes a keeper on a pool that outlives it', async () => {
  const pool = new pg.Pool({ connectionString: await postgres.createDatabase() })
  const keeper = createKeeper(pool, {
    WEBEX_CLIENT_ID: 'C1',
    WEBEX_CLIENT_SECRET: 's1',
    WEBEX_REDIRECT_URI: 'http://localhost:10060/oauth',
    WEBEX_SCOPES: 'spark:people_read',
    GRANTKEEPER_KEY: randomBytes(32).toString('base64'),
    DATABASE_URL: ':memory:',
  })
  expect(await keeper.grants.list()).toEqual([])
  await keeper.close()
  const { rows } = await pool.query("SELECT to_regclass('grantkeeper_grants') AS grants")
  expect(rows).toEqual([{ grants: 'grantkeeper_grants' }])
  await pool.end()
})
