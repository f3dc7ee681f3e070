import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readExposition } from '../../../test/exposition.ts'
import { type Grantkeeper, GrantkeeperError, type GrantkeeperEvents } from '../../index.ts'
import { createDoorkeeper } from '../operator/doorkeeper.ts'
import { createOperations } from './index.ts'
import { createCounter } from './prometheus.ts'

const TOKEN = 'canary-operator-token'
const NOW = Date.parse('2026-03-12T14:02:00Z')

interface World {
  get?: () => Promise<undefined>
  count?: () => Promise<Record<string, number>>
  earliestEnd?: () => Promise<number | null>
  sleep?: (ms: number) => Promise<void>
}

function setUp({ get, count, earliestEnd, sleep = () => new Promise(() => undefined) }: World = {}) {
  const listeners = new Map<string, (event: never) => void>()
  const keeper = {
    grants: {
      get: get ?? (async () => undefined),
      count: count ?? (async () => ({ healthy: 3 })),
      earliestEnd: earliestEnd ?? (async () => null),
    },
    on: (name: string, listener: (event: never) => void) => listeners.set(name, listener),
  } as unknown as Grantkeeper
  const operations = createOperations({
    keeper,
    environment: { now: () => NOW, sleep },
    doorkeeper: createDoorkeeper(TOKEN),
  })
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
  const refresh = (outcome: string, leaseWaitMs: number, tookMs: number) =>
    ({ grantId: 'g-1', outcome, leaseWaitMs, tookMs }) as const

  /** The figures as a scraper reads them, by the name of the sample and its labels. */
  async function scrape({ ask }: Pick<ReturnType<typeof setUp>, 'ask'>): Promise<Map<string, number>> {
    const { body } = (await ask('/metrics'))!
    const samples = [...readExposition(body).values()].flatMap((metric) => metric.samples)
    return new Map(
      samples.map(({ name, labels, figure }) => [[name, ...Object.values(labels)].join(' ').trim(), figure]),
    )
  }

  it('count each refresh that ended once, by its outcome', async () => {
    const world = setUp()
    world.emit('refresh.ended', refresh('ok', 0, 40))
    world.emit('grant.refreshed', { grantId: 'g-1', generation: 2, accessExpiresAt: 0, tookMs: 40 })
    world.emit('refresh.ended', refresh('WX-REFRESH-FAILING', 0, 300))
    world.emit('grant.failing', { grantId: 'g-1', code: 'WX-REFRESH-FAILING', failures: 1, nextTryAt: 0 })
    world.emit('refresh.ended', refresh('done-by-other', 2000, 0))
    const figures = await scrape(world)
    for (const outcome of ['ok', 'WX-REFRESH-FAILING', 'done-by-other'])
      expect(figures.get(`grantkeeper_refreshes_total ${outcome}`)).toBe(1)
  })

  it('tell how long Webex took where it was asked, and how long each refresh waited for its turn', async () => {
    const world = setUp()
    for (const tookMs of [50, 300, 61_000]) world.emit('refresh.ended', refresh('ok', 0, tookMs))
    world.emit('refresh.ended', refresh('done-by-other', 2000, 0))
    const figures = await scrape(world)
    const bucketsOf = (series: string) =>
      ['0.05', '0.25', '0.5', '60', '+Inf'].map((bound) => figures.get(`${series} ${bound}`))
    expect(bucketsOf('grantkeeper_refresh_seconds_bucket ok')).toEqual([1, 1, 2, 2, 3])
    expect(figures.get('grantkeeper_refresh_seconds_sum ok')).toBeCloseTo(61.35)
    expect(figures.get('grantkeeper_refresh_seconds_count done-by-other')).toBeUndefined()
    expect(bucketsOf('grantkeeper_refresh_lease_wait_seconds_bucket done-by-other')).toEqual([0, 0, 0, 1, 1])
    expect(figures.get('grantkeeper_refresh_lease_wait_seconds_sum done-by-other')).toBe(2)
    expect(figures.get('grantkeeper_refresh_lease_wait_seconds_count ok')).toBe(3)
  })

  it('count the rest of what happened, in words that name nobody', async () => {
    const world = setUp()
    world.emit('grant.connected', { grantId: 'g-1', attemptId: 'a-1', scopes: 2 })
    world.emit('attempt.refused', { attemptId: 'a-1', code: 'WX-DENIED' })
    world.emit('grant.disconnected', { grantId: 'g-1', revokedAtWebex: false })
    world.emit('integration.rejected', { code: 'WX-CLIENT-REJECTED' })
    const { body, type } = (await world.ask('/metrics'))!
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(body).not.toMatch(/g-1|a-1/)
    const figures = await scrape(world)
    for (const series of [
      'grantkeeper_sign_ins_total ok',
      'grantkeeper_sign_ins_total WX-DENIED',
      'grantkeeper_disconnects_total no',
      'grantkeeper_integration_rejected_total WX-CLIENT-REJECTED',
    ])
      expect(figures.get(series)).toBe(1)
  })

  it('tell of the grants in the store, and of the days that the first of them has left', async () => {
    const figures = await scrape(setUp({ earliestEnd: async () => NOW + 4.5 * 86_400_000 }))
    expect(figures.get('grantkeeper_grants healthy')).toBe(3)
    expect(figures.get('grantkeeper_grants reconnect')).toBe(0)
    expect(figures.get('grantkeeper_refresh_token_days_left')).toBe(4.5)
  })

  it('leave out what the store does not tell', async () => {
    const away = () => Promise.reject(new Error('away'))
    const { body } = (await setUp({ count: away, earliestEnd: away }).ask('/metrics'))!
    expect([...readExposition(body).keys()].filter((name) => /grants|days/.test(name))).toEqual([])
  })

  it('escape whatever a label says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', '\\', '\n', 'n', '{', '}', ',', '=', ' ', 'é') }),
        (outcome) => {
          const counter = createCounter({ name: 'tries_total', help: 'Tries.', label: 'outcome' })
          counter.add(outcome)
          const [sample] = readExposition(counter.print()).get('tries_total')?.samples ?? []
          expect(sample).toEqual({ name: 'tries_total', labels: { outcome }, figure: 1 })
        },
      ),
    )
  })
})
