import { expect, it, vi } from 'vitest'
import { postgresStore } from '../postgres.ts'

vi.mock('pg', () => {
  throw new Error("Cannot find package 'pg'")
})

it('says what to install when the driver is missing, and ends all the same', async () => {
  const store = postgresStore({ connectionString: 'postgres://localhost/grantkeeper' })
  const error = await store.getGrant('grant-1').catch((e) => e)
  expect(error.code).toBe('WX-STORE-DRIVER')
  expect(error.fix).toContain('npm install pg')
  await store.close()
})
