import { describe, expect, it } from 'vitest'
import { createEvents } from './events.ts'
import type { Grantkeeper } from './front-door.ts'
import { findTelemetry, observe, type TelemetryApi } from './telemetry.ts'

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
  const grants = { count: async () => ({ healthy: 2 }) } as unknown as Grantkeeper['grants']
  observe({ on: events.on, grants }, api, { now: () => 10_000 })
  return { events, told, readings }
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

  it('is absent where the package is not installed', async () => {
    expect(await findTelemetry(() => Promise.reject(new Error('ERR_MODULE_NOT_FOUND')))).toBeUndefined()
    expect(await findTelemetry(async (name) => ({ name }))).toEqual({ name: '@opentelemetry/api' })
  })
})
