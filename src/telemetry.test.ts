import * as api from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEvents, type Events } from './events.ts'
import { createGrantkeeper } from './grantkeeper.ts'
import { createGrantRow } from './stores/contract/check.ts'
import { memoryStore } from './stores/memory.ts'
import { observe, observeWherePossible } from './telemetry.ts'

const NOW = Date.parse('2026-03-12T14:02:00Z')
const DAY_MS = 86_400_000
const clock = { now: () => NOW }

let metrics: InMemoryMetricExporter
let spans: InMemorySpanExporter
let meters: MeterProvider
let events: Events

/** The SDK as an app registers it, keeping in memory what it would send. */
beforeEach(() => {
  metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  spans = new InMemorySpanExporter()
  meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: metrics })] })
  api.metrics.setGlobalMeterProvider(meters)
  api.trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }))
  events = createEvents()
})

afterEach(async () => {
  await meters.shutdown()
  api.metrics.disable()
  api.trace.disable()
})

const knownGrants = { count: async () => ({ healthy: 2, failing: 1 }), earliestEnd: async () => NOW + 4.5 * DAY_MS }
const unknownGrants = { count: async () => ({}), earliestEnd: async () => null }

function begin(grants: Parameters<typeof observe>[0]['grants'] = unknownGrants): void {
  observe({ on: events.on, grants }, api, clock)
}

function endRefresh(outcome: string, leaseWaitMs = 0, tookMs = 0): void {
  events.emit('refresh.ended', { grantId: 'g-1', outcome, leaseWaitMs, tookMs })
}

/** What the SDK would send now: of each metric its unit, and its points as [attributes, value]. */
async function readMetrics(): Promise<Record<string, { unit: string; points: [api.Attributes, unknown][] }>> {
  metrics.reset()
  await meters.forceFlush()
  const all = metrics.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
  return Object.fromEntries(
    all.map(({ descriptor: { name, unit }, dataPoints }) => [
      name,
      { unit, points: dataPoints.map(({ attributes, value }) => [attributes, value]) },
    ]),
  )
}

describe('the metrics of OpenTelemetry', () => {
  it('count each refresh that ended once, by outcome', async () => {
    begin()
    endRefresh('ok', 0, 250)
    events.emit('grant.refreshed', { grantId: 'g-1', generation: 2, accessExpiresAt: 0, tookMs: 250 })
    for (const code of ['WX-REFRESH-FAILING', 'WX-RECONNECT']) endRefresh(code, 0, 100)
    events.emit('grant.failing', { grantId: 'g-1', code: 'WX-REFRESH-FAILING', failures: 1, nextTryAt: 0 })
    events.emit('grant.reconnect', { grantId: 'g-1', code: 'WX-RECONNECT' })
    endRefresh('done-by-other', 700)
    const outcomes = ['ok', 'WX-REFRESH-FAILING', 'WX-RECONNECT', 'done-by-other']
    const read = await readMetrics()
    expect(read['grantkeeper.refresh']).toEqual({ unit: '1', points: outcomes.map((outcome) => [{ outcome }, 1]) })
  })

  it('tell how long Webex took, where it was asked, in seconds that fall into different buckets', async () => {
    begin()
    for (const tookMs of [40, 250, 3000]) endRefresh('ok', 0, tookMs)
    endRefresh('done-by-other', 700)
    const { unit, points } = (await readMetrics())['grantkeeper.refresh.duration']!
    const counts = [1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    expect([unit, points]).toEqual([
      's',
      [
        [
          { outcome: 'ok' },
          expect.objectContaining({ count: 3, sum: 3.29, buckets: expect.objectContaining({ counts }) }),
        ],
      ],
    ])
  })

  it('tell how long each refresh waited for its turn', async () => {
    begin()
    endRefresh('ok', 0, 250)
    endRefresh('done-by-other', 45_000)
    const { unit, points } = (await readMetrics())['grantkeeper.refresh.lease_wait']!
    expect([unit, points]).toEqual([
      's',
      [
        [{ outcome: 'ok' }, expect.objectContaining({ count: 1, sum: 0 })],
        [{ outcome: 'done-by-other' }, expect.objectContaining({ count: 1, sum: 45 })],
      ],
    ])
  })

  it('tell of the grants when they are asked', async () => {
    begin(knownGrants)
    const read = await readMetrics()
    expect(read['grantkeeper.grants']?.points).toEqual([
      [{ status: 'healthy' }, 2],
      [{ status: 'failing' }, 1],
    ])
    expect(read['grantkeeper.refresh_token.days_left']).toEqual({ unit: 'd', points: [[{}, 4.5]] })
  })

  it.each([
    ['none has an end', unknownGrants],
    [
      'the store is away',
      { count: () => Promise.reject(new Error('away')), earliestEnd: () => Promise.reject(new Error('away')) },
    ],
  ])('leave out the days when %s', async (_, grants) => {
    begin(grants)
    endRefresh('ok', 0, 1)
    const read = await readMetrics()
    expect(read['grantkeeper.refresh_token.days_left']?.points ?? []).toEqual([])
    expect(read['grantkeeper.refresh']?.points).toHaveLength(1)
  })

  it('count sign-ins, disconnects and refused integrations', async () => {
    begin()
    events.emit('grant.connected', { grantId: 'g-1', attemptId: 'a-1', scopes: 2 })
    events.emit('attempt.refused', { attemptId: 'a-1', code: 'WX-DENIED' })
    events.emit('grant.disconnected', { grantId: 'g-1', revokedAtWebex: true })
    events.emit('grant.disconnected', { grantId: 'g-1', revokedAtWebex: false })
    events.emit('integration.rejected', { code: 'WX-CLIENT-REJECTED' })
    const read = await readMetrics()
    const outcomesOf = (name: string) => read[name]?.points.map(([{ outcome }, count]) => `${outcome} ${count}`)
    expect(outcomesOf('grantkeeper.sign_in')).toEqual(['ok 1', 'WX-DENIED 1'])
    expect(outcomesOf('grantkeeper.disconnect')).toEqual(['revoked 1', 'pending 1'])
    expect(outcomesOf('grantkeeper.integration.rejected')).toEqual(['WX-CLIENT-REJECTED 1'])
    expect(JSON.stringify(read)).not.toMatch(/g-1|a-1/)
  })
})

describe('the span of a refresh', () => {
  it('covers the wait and the request, and names nobody', () => {
    begin()
    endRefresh('ok', 2_000, 250)
    const [span, ...others] = spans.getFinishedSpans()
    expect(others).toEqual([])
    expect(span).toMatchObject({
      name: 'grantkeeper.refresh',
      attributes: { outcome: 'ok' },
      status: { code: api.SpanStatusCode.UNSET },
    })
    expect([span?.startTime, span?.endTime].map((time) => toMs(time!))).toEqual([NOW - 2_250, NOW])
  })

  it.each([
    ['done-by-other', api.SpanStatusCode.UNSET],
    ['WX-REFRESH-FAILING', api.SpanStatusCode.ERROR],
    ['WX-RECONNECT', api.SpanStatusCode.ERROR],
    ['WX-GRANT-LOCKED', api.SpanStatusCode.ERROR],
  ])('is drawn for %s too', (outcome, code) => {
    begin()
    endRefresh(outcome, 50)
    expect(spans.getFinishedSpans()).toMatchObject([{ attributes: { outcome }, status: { code } }])
  })
})

function toMs([seconds, nanoseconds]: api.HrTime): number {
  return seconds * 1000 + nanoseconds / 1e6
}

describe('where the package', () => {
  it('is installed, telemetry begins by itself', async () => {
    await observeWherePossible({ on: events.on, grants: unknownGrants }, clock)
    endRefresh('ok', 0, 250)
    expect(spans.getFinishedSpans()).toHaveLength(1)
    expect((await readMetrics())['grantkeeper.refresh']?.points).toEqual([[{ outcome: 'ok' }, 1]])
  })

  it('is installed, every keeper tells of its grants', async () => {
    const store = memoryStore({ now: () => NOW })
    const refreshExpiresAt = NOW + 30 * DAY_MS
    await store.insertGrant(createGrantRow({ clientId: 'C1', status: 'healthy', refreshExpiresAt }))
    const keeper = createGrantkeeper({
      clientId: 'C1',
      clientSecret: 'canary',
      redirectUri: 'http://localhost:10060/oauth',
      scopes: 'spark:rooms_read',
      keys: ['07Bm1zJpTmmurx7wZBXln8f/kzdEhuG4CFencjq28LE='],
      store,
      environment: clock,
    })
    await vi.waitFor(async () => {
      const read = await readMetrics()
      expect(read['grantkeeper.grants']?.points).toEqual([[{ status: 'healthy' }, 1]])
      expect(read['grantkeeper.refresh_token.days_left']?.points).toEqual([[{}, 30]])
    })
    await keeper.close()
  })

  it('is missing, or is of another kind, nothing happens', async () => {
    for (const load of [() => Promise.reject(new Error('ERR_MODULE_NOT_FOUND')), async () => ({})])
      await observeWherePossible({ on: events.on, grants: unknownGrants }, clock, load)
    endRefresh('ok', 0, 250)
    expect(await readMetrics()).toEqual({})
  })
})
