import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { createEmulator } from '../../src/emulator/index.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { createTrip } from '../trips/trip.ts'

const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-processes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DAYS_AHEAD = 15 * 86_400_000

async function runCaller(given: unknown): Promise<{ succeeded: number; failures: string[] }> {
  const args = ['--import', 'tsx', join(import.meta.dirname, 'caller.ts')]
  const child = spawn(process.execPath, args, {
    env: { ...process.env, CALLER: JSON.stringify(given) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return JSON.parse(output)
}

describe('two processes on one SQLite file', () => {
  it.each(['keep', 'grace', 'strict'] as const)(
    'make one refresh for a hundred calls at expiry, and fail none: %s',
    async (rotation) => {
      const file = join(folder, `${rotation}.db`)
      const key = randomBytes(32).toString('base64')
      const emulator = createEmulator({ rotation })
      const { close } = await emulator.listen({ port: 0 })
      const trip = createTrip({ on: emulator, keeper: { store: sqliteStore({ file }), keys: [key] } })
      await trip.newVisitor().grantAs('ada')
      const [grant] = await trip.keeper.grants.list()
      await trip.keeper.close()

      emulator.clock.advance(DAYS_AHEAD)
      const before = trip.requests('POST /v1/access_token')
      const { clientId, clientSecret } = trip.integration
      const integration = {
        clientId,
        clientSecret,
        redirectUri: 'http://localhost:10060/oauth',
        scopes: trip.integration.scopes,
        baseUrl: `${emulator.url}/v1`,
      }
      const given = { integration, file, key, grant: grant?.id, calls: 50, aheadMs: DAYS_AHEAD }
      const results = await Promise.all([runCaller(given), runCaller(given)])
      await close()

      expect(results).toEqual([
        { succeeded: 50, failures: [] },
        { succeeded: 50, failures: [] },
      ])
      expect(trip.requests('POST /v1/access_token') - before).toBe(1)
      expect(emulator.overlap()).toBe(1)
    },
    60_000,
  )
})
