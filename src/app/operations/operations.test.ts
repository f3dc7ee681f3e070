import { describe, expect, it } from 'vitest'
import { type Grantkeeper, GrantkeeperError, type GrantkeeperEvents } from '../../index.ts'
import { createOperations } from './index.ts'

const TOKEN = 'canary-operator-token'

interface World {
  get?: () => Promise<undefined>
  count?: () => Promise<Record<string, number>>
  sleep?: (ms: number) => Promise<void>
}

function setUp({ get, count, sleep = () => new Promise(() => undefined) }: World = {}) {
  const listeners = new Map<string, (event: never) => void>()
  const keeper = {
    grants: { get: get ?? (async () => undefined), count: count ?? (async () => ({ healthy: 3 })) },
    on: (name: string, listener: (event: never) => void) => listeners.set(name, listener),
  } as unknown as Grantkeeper
  const operations = createOperations({ keeper, sleep, token: TOKEN })
  return {
    retire: operations.retire,
    emit: <N extends keyof GrantkeeperEvents>(name: N, event: GrantkeeperEvents[N]) =>
      listeners.get(name)?.(event as never),
    async ask(path: string, headers: Record<string, string> = {}, peer = '127.0.0.1', host = 'localhost:10060') {
      const url = `http://${host}${path}`
      const response = await operations.answer({ request: new Request(url, { headers }), url: new URL(url), peer })
      return (
        response && { status: response.status, type: response.headers.get('content-type'), body: await response.text() }
      )
    },
  }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('the doorkeeper', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('admits %s, which is this computer', async (peer) => {
    expect(await setUp().ask('/metrics', {}, peer)).toMatchObject({ status: 200 })
  })

  it.each(['10.0.0.7', '::ffff:10.0.0.7', '1270.0.0.1', '', 'fe80::1'])('knows nobody at %s', async (peer) => {
    expect(await setUp().ask('/metrics', {}, peer)).toBeUndefined()
  })

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'])(
    'takes a local request with %s for somebody else’s',
    async (name) => expect(await setUp().ask('/metrics', { [name]: '127.0.0.1' })).toBeUndefined(),
  )

  it.each(['app.example', 'evil.example', '10.0.0.5:10060', '[fd00::5]:10060'])(
    'takes a local request for %s for a page that gave its name our address',
    async (host) => expect(await setUp().ask('/metrics', {}, '127.0.0.1', host)).toBeUndefined(),
  )

  it.each(['10.0.0.5:10060', '[fd00::5]:10060', 'grantkeeper.monitoring.svc', 'app.example'])(
    'admits whoever has the token to %s, through a proxy too',
    async (host) => {
      const { ask } = setUp()
      const headers = { ...bearer(TOKEN), 'x-forwarded-for': '10.0.0.7' }
      expect(await ask('/metrics', headers, '10.0.0.7', host)).toMatchObject({ status: 200 })
      for (const wrong of [`${TOKEN}x`, TOKEN.slice(1), ''])
        expect(await ask('/metrics', bearer(wrong), '10.0.0.7', host)).toBeUndefined()
    },
  )

  it('lets anybody probe, by any name', async () => {
    for (const path of ['/healthz', '/readyz'])
      expect(await setUp().ask(path, {}, '10.0.0.7', '10.0.0.5:10060')).toMatchObject({ status: 200 })
  })
})

describe('readiness', () => {
  it('is green while the store answers', async () => {
    expect(await setUp().ask('/readyz')).toMatchObject({ status: 200, body: '{"ready":true}' })
  })

  it('is red with the reason, while the process stays alive', async () => {
    const away = async () => Promise.reject(new GrantkeeperError('WX-STORE-UNAVAILABLE'))
    const { ask } = setUp({ get: away })
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: '{"ready":false,"reason":"WX-STORE-UNAVAILABLE"}' })
    expect(await ask('/healthz')).toMatchObject({ status: 200 })
  })

  it('waits a second for the store, and asks a store that hangs only once', async () => {
    const waits: number[] = []
    let asked = 0
    const get = () => {
      asked += 1
      return new Promise<undefined>(() => undefined)
    }
    const { ask } = setUp({ get, sleep: async (ms) => void waits.push(ms) })
    for (const _ of [1, 2])
      expect(await ask('/readyz')).toMatchObject({ status: 503, body: expect.stringContaining('store-slow') })
    expect([asked, waits]).toEqual([1, [1000, 1000]])
  })

  it('is red from the moment the end is announced', async () => {
    const { ask, retire } = setUp()
    retire()
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: '{"ready":false,"reason":"ending"}' })
  })
})

describe('the metrics', () => {
  it('count what happened, in words that name nobody', async () => {
    const { ask, emit } = setUp()
    for (const tookMs of [40, 300, 60_000])
      emit('grant.refreshed', { grantId: 'g-1', generation: 2, accessExpiresAt: 0, tookMs })
    emit('grant.failing', { grantId: 'g-1', code: 'WX-REFRESH-FAILING', failures: 1, nextTryAt: 0 })
    emit('attempt.refused', { attemptId: 'a-1', code: 'WX-DENIED' })
    emit('grant.disconnected', { grantId: 'g-1', revokedAtWebex: false })
    emit('integration.rejected', { code: 'WX-CLIENT-REJECTED' })
    const { body, type } = (await ask('/metrics'))!
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8')
    const lines = body.split('\n')
    for (const line of [
      'grantkeeper_refreshes_total{outcome="ok"} 3',
      'grantkeeper_refreshes_total{outcome="WX-REFRESH-FAILING"} 1',
      'grantkeeper_refresh_seconds_bucket{le="0.05"} 1',
      'grantkeeper_refresh_seconds_bucket{le="0.5"} 2',
      'grantkeeper_refresh_seconds_bucket{le="+Inf"} 3',
      'grantkeeper_refresh_seconds_count 3',
      'grantkeeper_sign_ins_total{outcome="WX-DENIED"} 1',
      'grantkeeper_disconnects_total{revoked_at_webex="no"} 1',
      'grantkeeper_integration_rejected_total{code="WX-CLIENT-REJECTED"} 1',
      'grantkeeper_grants{status="healthy"} 3',
      'grantkeeper_grants{status="reconnect"} 0',
    ])
      expect(lines).toContain(line)
    expect(body).not.toMatch(/g-1|a-1/)
    const shape = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"\\]*"\})? [0-9.]+)$/
    expect(lines.slice(0, -1).filter((line) => !shape.test(line))).toEqual([])
  })

  it('leave out the grants when the store does not tell them', async () => {
    const answer = await setUp({ count: () => Promise.reject(new Error('away')) }).ask('/metrics')
    expect(answer).toMatchObject({ status: 200 })
    expect(answer?.body).not.toContain('grantkeeper_grants')
  })
})
