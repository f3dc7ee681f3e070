import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { fetchTransport, nodeEnvironment, type TransportRequest } from '../../src/environment.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { createTrip, type Trip } from '../trips/trip.ts'
import { findLeaks } from './scan.ts'

const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-canary-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Traveller {
  secrets: Record<string, string>
  outputs: Record<string, string | Buffer>
}

/** Everything a keeper can do, well and badly, with every secret noted and every output kept. */
async function travel(): Promise<Traveller> {
  const secrets: Record<string, string> = { key: randomBytes(32).toString('base64') }
  const outputs: Record<string, string | Buffer> = {}
  const note = (name: string, value: string | null | undefined) => {
    if (value) secrets[`${name} ${Object.keys(secrets).length}`] = value
  }
  let trip: Trip | undefined
  const wire = fetchTransport((request) => trip!.emulator.fetch(request))
  const transport = async (request: TransportRequest) => {
    const answer = await wire(request)
    const form = new URLSearchParams(request.body)
    for (const field of ['code', 'code_verifier', 'refresh_token']) note(field, form.get(field))
    outputs[`url ${Object.keys(outputs).length}`] = request.url
    if (request.url.endsWith('/access_token') && answer.status === 200) {
      const { access_token, refresh_token } = JSON.parse(answer.body)
      note('access token', access_token)
      note('refresh token', refresh_token)
    }
    return answer
  }
  const environment = nodeEnvironment({ transport, now: () => trip?.emulator.clock.now() ?? Date.now() })
  const store = sqliteStore({ file: join(folder, 'grants.db') })
  trip = createTrip({ keeper: { store, keys: [secrets.key!], environment } })
  note('client secret', trip.integration.clientSecret)

  const ada = trip.newVisitor()
  const keep = (name: string, visit: { text: string; url: URL; headers: Headers }) => {
    const headers = [...visit.headers].filter(([header]) => header !== 'set-cookie')
    outputs[name] = `${visit.url.href}\n${JSON.stringify(headers)}\n${visit.text}`
  }
  keep('granted', await ada.grantAs('ada'))
  for (const path of ['/', '/spaces', '/status', '/disconnect', '/nowhere']) keep(path, await ada.get(path))
  const session = /(?:__Host-gk)=([^;]+)/.exec(ada.cookieHeader())?.[1]
  note('session', session)

  trip.emulator.clock.advance(13 * 86_400_000)
  keep('spaces, renewed', await ada.get('/spaces?refresh=1'))
  trip.emulator.faults.add({ on: 'POST /v1/access_token', times: 1, status: 500 })
  trip.emulator.expireAccessTokens()
  keep('spaces, refresh failing', await ada.get('/spaces?refresh=1'))
  trip.emulator.clock.advance(600_000)
  trip.emulator.revokeGrants('ada')
  keep('spaces, revoked', await ada.get('/spaces?refresh=1'))

  const [grant] = await trip.keeper.grants.list()
  const errors = [
    await trip.keeper.grants.refresh(grant!.id).catch((error) => error),
    await trip.keeper.webex({ owner: 'nobody' }).catch((error) => error),
    await (await trip.keeper.webex({ grant: grant!.id })).people.me().catch((error) => error),
  ]
  outputs.errors = inspect(errors, { depth: 12, showHidden: true })
  outputs['errors as JSON'] = JSON.stringify(
    errors.map((error) => ({ ...error, message: error.message, stack: error.stack })),
  )
  outputs.keeper = inspect(trip.keeper, { depth: 12, showHidden: true })
  outputs.events = JSON.stringify(trip.events)
  outputs.grants = JSON.stringify(await trip.keeper.grants.list())
  outputs.journal = JSON.stringify(trip.emulator.journal.entries())
  const scan = (moment: string) => {
    for (const file of readdirSync(folder)) outputs[`${moment} ${file}`] = readFileSync(join(folder, file))
  }
  scan('open')
  await ada.grantAs('ada')
  await ada.post('/disconnect')
  scan('disconnected')
  await trip.keeper.close()
  scan('closed')
  return { secrets, outputs }
}

describe('a canary in every secret', () => {
  it('is found in no output and no byte of the database', async () => {
    const { secrets, outputs } = await travel()
    const kinds = new Set(Object.keys(secrets).map((name) => name.replace(/ \d+$/, '')))
    const noted = ['key', 'client secret', 'code', 'code_verifier', 'access token', 'refresh token', 'session']
    expect([...kinds]).toEqual(expect.arrayContaining(noted))
    expect(Object.keys(outputs).filter((name) => name.includes('grants.db')).length).toBeGreaterThan(2)
    expect(findLeaks(secrets, outputs)).toEqual([])
  })

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
