import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { nodeEnvironment } from '../../environment.ts'
import { createEmulator, type Emulator, type Listening } from '../index.ts'
import { builtInScenarios } from './built-in-scenarios.ts'
import { checkScenario, readScenario, ScenarioError } from './scenario.ts'

const START = Date.UTC(2026, 0, 10)
const DAY_MS = 86_400_000
let emulator: Emulator
let listening: Listening
let waits: number[]

beforeEach(async () => {
  waits = []
  const sleep = async (ms: number) => void waits.push(ms)
  emulator = createEmulator({ environment: nodeEnvironment({ sleep, now: () => START }) })
  listening = await emulator.listen({ port: 0 })
})
afterEach(() => listening.close())

/** Somebody connected, over a socket. */
async function connect(user = 'ada') {
  const redirectUris = ['http://localhost/cb']
  const app = emulator.register({ name: 'Test', redirectUris, scopes: ['spark:rooms_read'] })
  const client = { client_id: app.clientId, client_secret: app.clientSecret }
  const post = (fields: Record<string, string>) => {
    const body = new URLSearchParams({ ...client, ...fields })
    return fetch(`${listening.url}/v1/access_token`, { method: 'POST', body })
  }
  const code = new URL(await emulator.signIn(app.authorizationUrl, user)).searchParams.get('code') ?? ''
  const answer = await post({ grant_type: 'authorization_code', code, redirect_uri: 'http://localhost/cb' })
  const tokens = (await answer.json()) as { access_token: string; refresh_token: string }
  const headers = { authorization: `Bearer ${tokens.access_token}` }
  return {
    refresh: () => post({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token }),
    rooms: () => fetch(`${listening.url}/v1/rooms?max=10`, { headers, redirect: 'manual' }),
  }
}

describe('the scenario', () => {
  it('“token endpoint down for a day” ends after a day, and the API goes on', async () => {
    const { refresh, rooms } = await connect()
    emulator.playScenario('token endpoint down for a day')
    expect([(await refresh()).status, (await rooms()).status]).toEqual([503, 200])
    emulator.clock.advance(DAY_MS - 1)
    expect((await refresh()).status).toBe(503)
    emulator.clock.advance(1)
    expect((await refresh()).status).toBe(200)
  })

  it('“admin revokes everyone” ends every grant', async () => {
    const everyone = [await connect('ada'), await connect('grace')]
    emulator.playScenario('admin revokes everyone')
    for (const { refresh, rooms } of everyone) {
      expect([(await rooms()).status, (await refresh()).status]).toEqual([401, 400])
    }
  })

  it('“lost answer after rotation” uses up the refresh token and tells nobody', async () => {
    const { refresh } = await connect()
    emulator.playScenario('lost answer after rotation')
    await expect(refresh()).rejects.toThrow('fetch failed')
    const after = await refresh()
    expect([after.status, await after.json()]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })])
  })

  it('“rate limited” refuses the tenth list and what is more than 30 a minute', async () => {
    const { rooms } = await connect()
    emulator.playScenario('rate limited')
    const seen: (string | null)[] = []
    for (let n = 0; n < 36; n++) seen.push((await rooms()).headers.get('retry-after'))
    const refused = seen.map((wait, index) => [index + 1, wait]).filter(([, wait]) => wait !== null)
    expect(refused).toEqual([[10, '3600'], [20, '3600'], [30, '3600'], ...[34, 35, 36].map((n) => [n, '60'])])
  })

  it('“slow Webex” makes everything wait', async () => {
    const { refresh, rooms } = await connect()
    emulator.playScenario('slow Webex')
    await refresh()
    expect(waits).toEqual([expect.toSatisfy((ms: number) => ms >= 2000 && ms <= 8000)])
    expect(((await (await rooms()).json()) as { items: unknown[] }).items).toHaveLength(10)
    expect(waits.slice(2)).toEqual(Array(waits.length - 2).fill(50))
  })

  it('“hostile provider” never leads on to where it should', async () => {
    const { rooms } = await connect()
    emulator.playScenario('hostile provider')
    const seen: string[] = []
    for (let n = 0; n < 12; n++) {
      const answer = await rooms()
      await answer.body?.cancel()
      seen.push(answer.headers.get('content-encoding') ?? answer.headers.get('link') ?? String(answer.status))
    }
    expect(seen[0]).toContain('<https://webexapis.example.invalid/v1/rooms?')
    expect(seen).toContain('302')
    expect(seen).toContain('gzip')
    expect(seen).toContain(`<${listening.url}/v1/rooms?max=10>; rel="next"`)
  })

  it.each(builtInScenarios.map((scenario) => [scenario.name, scenario]))('“%s” could be a file', (_, scenario) => {
    expect(readScenario(stringify(scenario))).toEqual(scenario)
    expect(readScenario(JSON.stringify(scenario))).toEqual(scenario)
  })
})

describe('a scenario of somebody’s own', () => {
  it('does every kind of step', async () => {
    const { rooms } = await connect()
    emulator.faults.add({ on: 'GET /v1/rooms', status: 500 })
    emulator.playScenario(
      readScenario(`
name: mine
steps:
  - clearFaults: true
  - expireAccessTokens: true
  - settings: { rotation: grace, codeLifeMs: 1000 }
  - blockByAdmin: { user: grace, blocked: true }
  - clock: { set: 2026-02-01T00:00:00Z }
  - clock: { frozen: true }
  - clock: { move: 14d }
  - rateLimit: { perMinute: 7, user: ada }
  - revoke: { user: ada }
`),
    )
    expect(emulator.clock.now()).toBe(Date.UTC(2026, 1, 15))
    expect(emulator.clock.isFrozen()).toBe(true)
    expect(emulator.users().find(({ key }) => key === 'grace')?.blockedByAdmin).toBe(true)
    expect(emulator.rateLimits.list()).toEqual([{ user: 'ada', perMinute: 7 }])
    expect((await rooms()).status).toBe(401)
  })

  it('revokes one user only', async () => {
    const [ada, grace] = [await connect('ada'), await connect('grace')]
    emulator.playScenario({ name: 'one', steps: [{ revoke: { user: 'grace' } }] })
    expect([(await ada.rooms()).status, (await grace.rooms()).status]).toEqual([200, 401])
  })

  it('that fails in one step does nothing at all', () => {
    const steps = [{ clock: { move: '1d' } }, { blockByAdmin: { user: 'nobody', blocked: true } }]
    expect(() => emulator.playScenario({ name: 'bad', steps })).toThrow('steps/1/blockByAdmin: there is no user nobody')
    expect(emulator.clock.now()).toBe(START)
    expect(() => emulator.playScenario('none such')).toThrow(ScenarioError)
  })

  const inSteps = (step: unknown) => JSON.stringify({ name: 'x', steps: [{ clearFaults: true }, step] })
  it.each([
    ['name', '{"steps": [{"clearFaults": true}]}'],
    ['steps', 'name: x\nsteps: []'],
    ['steps/1', inSteps({ explode: true })],
    ['steps/1', inSteps({ clearFaults: true, expireAccessTokens: true })],
    ['steps/1/fault/on', inSteps({ fault: { on: 'rooms' } })],
    ['steps/1/fault/times', inSteps({ fault: { on: 'GET /v1/rooms', times: 0 } })],
    ['steps/1/fault: status', inSteps({ fault: { on: 'GET /v1/rooms', status: 204, body: 'x' } })],
    ['steps/1/settings', inSteps({ settings: { rotation: 'never' } })],
    ['steps/1/settings', inSteps({ settings: { nothing: 1 } })],
    ['steps/1/clock: move', inSteps({ clock: { move: '-1d' } })],
    ['steps/1/clock: set', inSteps({ clock: { set: 'tomorrow' } })],
    ['steps/1/rateLimit/perMinute', inSteps({ rateLimit: { perMinute: -1 } })],
    ['steps/1/blockByAdmin', inSteps({ blockByAdmin: { user: 'ada' } })],
    ['at line 1', '{{{'],
    ['Expected "object"', '- a list'],
    ['Expected "object"', ''],
  ])('is refused with its place: %s', (place, text) => {
    expect(() => readScenario(text)).toThrow(ScenarioError)
    expect(() => readScenario(text)).toThrow(place)
    expect(() => checkScenario(null)).toThrow(ScenarioError)
  })
})
