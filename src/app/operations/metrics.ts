import type { Grantkeeper, GrantStatus } from '../../index.ts'
import { createCounter, createHistogram, printGauge } from './prometheus.ts'

const STATUSES: readonly GrantStatus[] = ['healthy', 'failing', 'reconnect']
const DAY_MS = 86_400_000

export interface Metrics {
  /** All of them as Prometheus text 0.0.4. Counts are this process's own since its start; grants are the store's. */
  print(): Promise<string>
}

type Counted = Pick<Grantkeeper, 'on' | 'grants'>

/** Counts what the keeper tells. No label names a person, an owner or a grant: there are as many series as codes. */
export function createMetrics(keeper: Counted, now: () => number): Metrics {
  const printRefreshes = countRefreshes(keeper)
  const printSignIns = countSignIns(keeper)
  return {
    async print() {
      const grants = await Promise.all([printGrants(keeper), printDaysLeft(keeper, now)])
      return [printRefreshes(), printSignIns(), ...grants].join('')
    },
  }
}

function countRefreshes(keeper: Counted): () => string {
  const label = 'outcome'
  const total = createCounter({
    name: 'grantkeeper_refreshes_total',
    help: 'Refreshes that ended, by outcome: ok, done-by-other, or an error code.',
    label,
  })
  const took = createHistogram({
    name: 'grantkeeper_refresh_seconds',
    help: 'Requests of a refresh to Webex, by its outcome.',
    label,
  })
  const waited = createHistogram({
    name: 'grantkeeper_refresh_lease_wait_seconds',
    help: 'Waits of a refresh for its turn, by its outcome.',
    label,
  })
  keeper.on('refresh.ended', ({ outcome, leaseWaitMs, tookMs }) => {
    total.add(outcome)
    waited.observe(leaseWaitMs / 1000, outcome)
    if (tookMs > 0) took.observe(tookMs / 1000, outcome)
  })
  return () => total.print() + took.print() + waited.print()
}

function countSignIns(keeper: Counted): () => string {
  const signIns = createCounter({
    name: 'grantkeeper_sign_ins_total',
    help: 'Sign-ins by outcome: ok, or an error code.',
    label: 'outcome',
  })
  const disconnects = createCounter({
    name: 'grantkeeper_disconnects_total',
    help: 'Disconnects, and whether Webex confirmed the end at once.',
    label: 'revoked_at_webex',
  })
  const rejections = createCounter({
    name: 'grantkeeper_integration_rejected_total',
    help: 'Times that Webex refused client id or secret.',
    label: 'code',
  })
  keeper.on('grant.connected', () => signIns.add('ok'))
  keeper.on('attempt.refused', ({ code }) => signIns.add(code))
  keeper.on('grant.disconnected', ({ revokedAtWebex }) => disconnects.add(revokedAtWebex ? 'yes' : 'no'))
  keeper.on('integration.rejected', ({ code }) => rejections.add(code))
  return () => signIns.print() + disconnects.print() + rejections.print()
}

/** A store that is away takes two metrics with it, not all of them. */
async function printGrants({ grants }: Counted): Promise<string> {
  const counts = await grants.count().catch(() => undefined)
  if (!counts) return ''
  const described = { name: 'grantkeeper_grants', help: 'Grants in the store by status.', label: 'status' }
  return printGauge(
    described,
    STATUSES.map((status) => [status, counts[status] ?? 0]),
  )
}

async function printDaysLeft({ grants }: Counted, now: () => number): Promise<string> {
  const endsAt = await grants.earliestEnd().catch(() => null)
  if (endsAt === null) return ''
  const help = 'Days until the first refresh token of a living grant ends.'
  return printGauge({ name: 'grantkeeper_refresh_token_days_left', help }, [['', (endsAt - now()) / DAY_MS]])
}
