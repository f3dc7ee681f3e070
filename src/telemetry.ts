import type { GrantkeeperEvents } from './events.ts'
import type { Grantkeeper } from './front-door.ts'

type Attributes = Record<string, string>

/** The part of `@opentelemetry/api` that is needed here. @see https://opentelemetry.io/docs/specs/otel/metrics/api/ */
export interface TelemetryApi {
  metrics: {
    getMeter(name: string): {
      createCounter(name: string, options: Described): { add(value: number, attributes: Attributes): void }
      createHistogram(name: string, options: Described): { record(value: number, attributes: Attributes): void }
      createObservableGauge(
        name: string,
        options: Described,
      ): {
        addCallback(read: (result: { observe(value: number, attributes: Attributes): void }) => Promise<void>): void
      }
    }
  }
  trace: {
    getTracer(name: string): {
      startSpan(name: string, options: { startTime: number; attributes: Attributes }): { end(endTime: number): void }
    }
  }
}

/** What is looked at: what a keeper tells, and how it counts its grants. */
interface Observed {
  on: Grantkeeper['on']
  count: Grantkeeper['grants']['count']
}

interface Described {
  description: string
  unit: string
}

/**
 * Tells OpenTelemetry of refreshes, sign-ins and disconnects as they happen, and of the grants by status when it asks; for
 * each refresh that worked there is a span. No attribute names a person, an owner or a grant. The SDK must be registered
 * before, for meters that were made without one stay silent.
 */
export function observe(keeper: Observed, api: TelemetryApi, clock: { now(): number }): void {
  const meter = api.metrics.getMeter('grantkeeper')
  const tracer = api.trace.getTracer('grantkeeper')
  const counter = (name: string, description: string) => {
    const total = meter.createCounter(name, { description, unit: '1' })
    return (outcome: string) => total.add(1, { outcome })
  }
  const refresh = counter('grantkeeper.refresh', 'Refreshes by outcome: ok, or an error code.')
  const signIn = counter('grantkeeper.sign_in', 'Sign-ins by outcome: ok, or an error code.')
  const disconnect = counter('grantkeeper.disconnect', 'Disconnects: revoked at Webex at once, or pending there.')
  const rejected = counter('grantkeeper.integration.rejected', 'Times that Webex refused client id or secret.')
  const duration = meter.createHistogram('grantkeeper.refresh.duration', { description: 'Refreshes.', unit: 's' })
  const tellRefreshed = ({ tookMs }: GrantkeeperEvents['grant.refreshed']) => {
    const endedAt = clock.now()
    const attributes = { outcome: 'ok' }
    refresh('ok')
    duration.record(tookMs / 1000, attributes)
    tracer.startSpan('grantkeeper.refresh', { startTime: endedAt - tookMs, attributes }).end(endedAt)
  }
  keeper.on('grant.refreshed', tellRefreshed)
  keeper.on('grant.failing', ({ code }) => refresh(code))
  keeper.on('grant.reconnect', ({ code }) => refresh(code))
  keeper.on('grant.connected', () => signIn('ok'))
  keeper.on('attempt.refused', ({ code }) => signIn(code))
  keeper.on('grant.disconnected', ({ revokedAtWebex }) => disconnect(revokedAtWebex ? 'revoked' : 'pending'))
  keeper.on('integration.rejected', ({ code }) => rejected(code))
  observeGrants(keeper, meter)
}

function observeGrants({ count }: Observed, meter: ReturnType<TelemetryApi['metrics']['getMeter']>): void {
  const gauge = meter.createObservableGauge('grantkeeper.grants', { description: 'Grants by status.', unit: '1' })
  gauge.addCallback(async (result) => {
    // A store that is away is told of elsewhere.
    const counts = await count().catch(() => ({}))
    for (const [status, value] of Object.entries<number>(counts)) result.observe(value, { status })
  })
}

/** Observes where `@opentelemetry/api` is installed. It never rejects: telemetry that does not work harms no grant. */
export async function observeWherePossible(
  keeper: Observed,
  clock: { now(): number },
  load: (name: string) => Promise<unknown> = (name) => import(/* @vite-ignore */ name),
): Promise<void> {
  try {
    observe(keeper, (await load('@opentelemetry/api')) as TelemetryApi, clock)
  } catch {
    // Not installed, or another package than we know.
  }
}
