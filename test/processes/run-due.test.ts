import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createEmulator } from '../../src/emulator/index.ts'
import { createGrantkeeper } from '../../src/index.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { createVisitor } from '../visitor.ts'

const root = join(import.meta.dirname, '../..')
const key = randomBytes(32).toString('base64')
const origin = 'http://localhost:10060'

it('a script that a scheduler calls renews what is due, and ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-due-'))
  const file = join(folder, 'grants.db')
  const emulator = createEmulator()
  const listening = await emulator.listen({ port: 0 })
  const scopes = ['spark:rooms_read', 'spark:people_read']
  const redirectUri = `${origin}/oauth`
  const { clientId, clientSecret } = emulator.register({ name: 'Due', redirectUris: [redirectUri], scopes })
  const store = sqliteStore({ file })
  const baseUrl = `${emulator.url}/v1`
  const keeper = createGrantkeeper({ clientId, clientSecret, redirectUri, scopes, baseUrl, store, keys: [key] })
  const app = {
    fetch: async (request: Request) => (await keeper.handle(request)) ?? new Response(null, { status: 404 }),
  }
  try {
    const ada = createVisitor(app, emulator, origin)
    await ada.get(await emulator.signIn(await ada.pressGrant('/'), 'ada'))
    const [grant] = await keeper.grants.list()
    const before = await store.getGrant(grant!.id)
    await store.updateGrant(grant!.id, before!.generation, { dueAt: 1 })

    const env = {
      PATH: process.env.PATH,
      WEBEX_CLIENT_ID: clientId,
      WEBEX_CLIENT_SECRET: clientSecret,
      WEBEX_REDIRECT_URI: redirectUri,
      WEBEX_SCOPES: scopes.join(' '),
      WEBEX_BASE_URL: baseUrl,
      GRANTKEEPER_KEY: key,
      DATABASE_URL: file,
    }
    await promisify(execFile)(process.execPath, [join(root, 'examples/keep-alive/run-due.js')], { env, cwd: folder })
    expect((await store.getGrant(grant!.id))?.generation).toBe(before!.generation + 1)
    expect(emulator.journal.entries().filter(({ grantType }) => grantType === 'refresh_token')).toHaveLength(1)
  } finally {
    await keeper.close()
    await listening.close()
    rmSync(folder, { recursive: true })
  }
})
