import type { GrantkeeperEvents } from './events.ts'
import type { Grantkeeper } from './front-door.ts'

type Attributes = Record<string, string>

interface Described {
  description: string
  unit: string
}

interface Counter {
  add(value: number, attributes: Attributes): void
}

interface Histogram {
  record(value: number, attributes: Attributes): void
}

interface Gauge {
  addCallback(read: (result: { observe(value: number, attributes?: Attributes): void }) => Promise<void>): void
}

interface Meter {
  createCounter(name: string, options: Described): Counter
  createHistogram(name: string, options: Described & { advice: { explicitBucketBoundaries: number[] } }): Histogram
  createObservableGauge(name: string, options: Described): Gauge
}

interface Tracer {
  startSpan(
    name: string,
    options: { startTime: number; attributes: Attributes },
  ): {
    setStatus(status: { code: number }): unknown
    end(endTime: number): void
  }
}

/** The part of `@opentelemetry/api` that is needed here. @see https://opentelemetry.io/docs/specs/otel/metrics/api/ */
export interface TelemetryApi {
  metrics: { getMeter(name: string): Meter }
  trace: { getTracer(name: string): Tracer }
  SpanStatusCode: { ERROR: number }
}

/** What is looked at: what a keeper tells, and what it knows of its grants. */
interface Observed {
  on: Grantkeeper['on']
  grants: Pick<Grantkeeper['grants'], 'count' | 'earliestEnd'>
}

interface Clock {
  now(): number
}

/** Upper bounds in seconds: those that OpenTelemetry takes by itself are meant for milliseconds. */
const BOUNDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const DAY_MS = 86_400_000

/**
 * Tells OpenTelemetry of refreshes, sign-ins and disconnects as they happen, and of the grants when it asks; each refresh that
 * ended, well or not, is a span too. No attribute names a person, an owner or a grant. The SDK must be registered before, for
 * meters that were made without one stay silent.
 */
export function observe(keeper: Observed, api: TelemetryApi, clock: Clock): void {
  const meter = api.metrics.getMeter('grantkeeper')
  const counter = (name: string, description: string) => {
    const total = meter.createCounter(name, { description, unit: '1' })
    return (outcome: string) => total.add(1, { outcome })
  }
  const signIn = counter('grantkeeper.sign_in', 'Sign-ins by outcome: ok, or an error code.')
  const disconnect = counter('grantkeeper.disconnect', 'Disconnects: revoked at Webex at once, or pending there.')
  const rejected = counter('grantkeeper.integration.rejected', 'Times that Webex refused client id or secret.')
  keeper.on('grant.connected', () => signIn('ok'))
  keeper.on('attempt.refused', ({ code }) => signIn(code))
  keeper.on('grant.disconnected', ({ revokedAtWebex }) => disconnect(revokedAtWebex ? 'revoked' : 'pending'))
  keeper.on('integration.rejected', ({ code }) => rejected(code))
  keeper.on('refresh.ended', measureRefreshes(meter))
  keeper.on('refresh.ended', drawRefreshes(api, clock))
  observeGrants(keeper, meter, clock)
}

type Refresh = GrantkeeperEvents['refresh.ended']

function measureRefreshes(meter: Meter): (refresh: Refresh) => void {
  const histogram = (name: string, description: string) =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries: BOUNDS } })
  const count = meter.createCounter('grantkeeper.refresh', {
    description: 'Refreshes that ended, by outcome: ok, done-by-other, or an error code.',
    unit: '1',
  })
  const duration = histogram('grantkeeper.refresh.duration', 'Requests of a refresh to Webex, by its outcome.')
  const leaseWait = histogram('grantkeeper.refresh.lease_wait', 'Waits of a refresh for its turn, by its outcome.')
  return ({ outcome, leaseWaitMs, tookMs }) => {
    count.add(1, { outcome })
    leaseWait.record(leaseWaitMs / 1000, { outcome })
    if (tookMs > 0) duration.record(tookMs / 1000, { outcome })
  }
}

/** A span is drawn when its refresh is over, for a listener hears of no beginning. It belongs to whatever caused the refresh. */
function drawRefreshes({ trace, SpanStatusCode }: TelemetryApi, clock: Clock): (refresh: Refresh) => void {
  const tracer = trace.getTracer('grantkeeper')
  return ({ outcome, leaseWaitMs, tookMs }) => {
    const endedAt = clock.now()
    const startTime = endedAt - leaseWaitMs - tookMs
    const span = tracer.startSpan('grantkeeper.refresh', { startTime, attributes: { outcome } })
    if (outcome !== 'ok' && outcome !== 'done-by-other') span.setStatus({ code: SpanStatusCode.ERROR })
    span.end(endedAt)
  }
}

/** A store that is away is told of elsewhere. */
function observeGrants({ grants }: Observed, meter: Meter, clock: Clock): void {
  const byStatus = meter.createObservableGauge('grantkeeper.grants', { description: 'Grants by status.', unit: '1' })
  byStatus.addCallback(async (result) => {
    const counts = await grants.count().catch(() => ({}))
    for (const [status, value] of Object.entries<number>(counts)) result.observe(value, { status })
  })
  const daysLeft = meter.createObservableGauge('grantkeeper.refresh_token.days_left', {
    description: 'Days until the first refresh token of a living grant ends.',
    unit: 'd',
  })
  daysLeft.addCallback(async (result) => {
    const endsAt = await grants.earliestEnd().catch(() => null)
    if (endsAt !== null) result.observe((endsAt - clock.now()) / DAY_MS)
  })
}

/** Observes where `@opentelemetry/api` is installed. It never rejects: telemetry that does not work harms no grant. */
export async function observeWherePossible(
  keeper: Observed,
  clock: Clock,
  load: (name: string) => Promise<unknown> = (name) => import(/* @vite-ignore */ name),
): Promise<void> {
  try {
    observe(keeper, (await load('@opentelemetry/api')) as TelemetryApi, clock)
  } catch {
    // Not installed, or another package than we know.
  }
}
