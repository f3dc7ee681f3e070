import { describe, expect, it } from 'vitest'
import { createEvents } from './events.ts'
import { observe, observeWherePossible, type TelemetryApi } from './telemetry.ts'

function setUp() {
  const told: unknown[] = []
  const readings: (() => Promise<void>)[] = []
  const api: TelemetryApi = {
    metrics: {
      getMeter: () => ({
        createCounter: (name) => ({ add: (value, attributes) => void told.push([name, value, attributes]) }),
        createHistogram: (name) => ({ record: (value, attributes) => void told.push([name, value, attributes]) }),
        createObservableGauge: (name) => ({
          addCallback: (read) =>
            void readings.push(() =>
              read({ observe: (value, attributes) => void told.push([name, value, attributes]) }),
            ),
        }),
      }),
    },
    trace: {
      getTracer: () => ({
        startSpan: (name, { startTime }) => ({ end: (endTime) => void told.push([name, startTime, endTime]) }),
      }),
    },
  }
  const events = createEvents()
  observe({ on: events.on, count: async () => ({ healthy: 2 }) }, api, { now: () => 10_000 })
  return { api, events, told, readings }
}

describe('telemetry', () => {
  it('counts and times a refresh, and draws its span afterwards', () => {
    const { events, told } = setUp()
    events.emit('grant.refreshed', { grantId: 'g-1', generation: 2, accessExpiresAt: 0, tookMs: 250 })
    expect(told).toEqual([
      ['grantkeeper.refresh', 1, { outcome: 'ok' }],
      ['grantkeeper.refresh.duration', 0.25, { outcome: 'ok' }],
      ['grantkeeper.refresh', 9_750, 10_000],
    ])
  })

  it('names the code of what did not work, and nobody', () => {
    const { events, told } = setUp()
    events.emit('grant.reconnect', { grantId: 'g-1', code: 'WX-RECONNECT' })
    events.emit('attempt.refused', { attemptId: 'a-1', code: 'WX-DENIED' })
    events.emit('grant.disconnected', { grantId: 'g-1', revokedAtWebex: false })
    expect(told).toEqual([
      ['grantkeeper.refresh', 1, { outcome: 'WX-RECONNECT' }],
      ['grantkeeper.sign_in', 1, { outcome: 'WX-DENIED' }],
      ['grantkeeper.disconnect', 1, { outcome: 'pending' }],
    ])
  })

  it('tells the grants by status when it is asked', async () => {
    const { told, readings } = setUp()
    for (const read of readings) await read()
    expect(told).toEqual([['grantkeeper.grants', 2, { status: 'healthy' }]])
  })

  it('does without the package, and without one that is of another kind', async () => {
    const { on } = createEvents()
    for (const load of [() => Promise.reject(new Error('ERR_MODULE_NOT_FOUND')), async () => ({})])
      await observeWherePossible({ on, count: async () => ({}) }, { now: () => 0 }, load)
  })

  it('begins by itself where the package is installed', async () => {
    const { api, told } = setUp()
    const { on, emit } = createEvents()
    await observeWherePossible({ on, count: async () => ({}) }, { now: () => 0 }, async (name) => {
      expect(name).toBe('@opentelemetry/api')
      return api
    })
    emit('integration.rejected', { code: 'WX-CLIENT-REJECTED' })
    expect(told).toEqual([['grantkeeper.integration.rejected', 1, { outcome: 'WX-CLIENT-REJECTED' }]])
  })
})
