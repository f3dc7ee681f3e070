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

interface Described {
  description: string
  unit: string
}

/**
 * Tells OpenTelemetry of refreshes, sign-ins and disconnects as they happen, and of the grants by status when it asks; for
 * each refresh that worked there is a span. No attribute names a person, an owner or a grant. Register the SDK first.
 * @example
 * observe(keeper, await import('@opentelemetry/api'), Date)
 */
export function observe(keeper: Pick<Grantkeeper, 'on' | 'grants'>, api: TelemetryApi, clock: { now(): number }): void {
  const meter = api.metrics.getMeter('grantkeeper')
  const tracer = api.trace.getTracer('grantkeeper')
  const count = (name: string, description: string) => {
    const counter = meter.createCounter(name, { description, unit: '1' })
    return (outcome: string) => counter.add(1, { outcome })
  }
  const refresh = count('grantkeeper.refresh', 'Refreshes by outcome: ok, or an error code.')
  const signIn = count('grantkeeper.sign_in', 'Sign-ins by outcome: ok, or an error code.')
  const disconnect = count('grantkeeper.disconnect', 'Disconnects: revoked at Webex at once, or pending there.')
  const rejected = count('grantkeeper.integration.rejected', 'Times that Webex refused client id or secret.')
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

function observeGrants(
  { grants }: Pick<Grantkeeper, 'grants'>,
  meter: ReturnType<TelemetryApi['metrics']['getMeter']>,
): void {
  const gauge = meter.createObservableGauge('grantkeeper.grants', { description: 'Grants by status.', unit: '1' })
  gauge.addCallback(async (result) => {
    const counts = await grants.count()
    for (const [status, value] of Object.entries(counts)) result.observe(value, { status })
  })
}

/** `@opentelemetry/api`, where it is installed. */
export async function findTelemetry(
  load: (name: string) => Promise<unknown> = (name) => import(/* @vite-ignore */ name),
): Promise<TelemetryApi | undefined> {
  try {
    return (await load('@opentelemetry/api')) as TelemetryApi
  } catch {
    return undefined
  }
}
