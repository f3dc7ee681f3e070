import type { Grantkeeper, GrantStatus } from '../../index.ts'

/** Upper bounds in seconds; a refresh that takes longer than the last one has met a time-out of Webex. */
const REFRESH_BOUNDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const STATUSES: readonly GrantStatus[] = ['healthy', 'failing', 'reconnect']

export interface Metrics {
  /** All of them as Prometheus text 0.0.4. Counts are this process's own since its start; grants are the store's. */
  print(): Promise<string>
}

/** Counts what the keeper tells. No label names a person, an owner or a grant: there are as many series as codes. */
export function createMetrics(keeper: Pick<Grantkeeper, 'on' | 'grants'>): Metrics {
  const refreshes = createCounter(
    'grantkeeper_refreshes_total',
    'Refreshes by outcome: ok, or an error code.',
    'outcome',
  )
  const signIns = createCounter('grantkeeper_sign_ins_total', 'Sign-ins by outcome: ok, or an error code.', 'outcome')
  const disconnects = createCounter(
    'grantkeeper_disconnects_total',
    'Disconnects, and whether Webex confirmed the end at once.',
    'revoked_at_webex',
  )
  const rejections = createCounter(
    'grantkeeper_integration_rejected_total',
    'Times that Webex refused client id or secret.',
    'code',
  )
  const seconds = createHistogram('grantkeeper_refresh_seconds', 'How long refreshes that worked took.')
  keeper.on('grant.refreshed', ({ tookMs }) => {
    refreshes.add('ok')
    seconds.observe(tookMs / 1000)
  })
  keeper.on('grant.failing', ({ code }) => refreshes.add(code))
  keeper.on('grant.reconnect', ({ code }) => refreshes.add(code))
  keeper.on('grant.connected', () => signIns.add('ok'))
  keeper.on('attempt.refused', ({ code }) => signIns.add(code))
  keeper.on('grant.disconnected', ({ revokedAtWebex }) => disconnects.add(revokedAtWebex ? 'yes' : 'no'))
  keeper.on('integration.rejected', ({ code }) => rejections.add(code))
  return {
    async print() {
      const counted = [refreshes, seconds, signIns, disconnects, rejections].map((metric) => metric.print())
      return [...counted, await printGrants(keeper)].join('')
    },
  }
}

/** A store that is away takes one metric with it, not all of them. */
async function printGrants({ grants }: Pick<Grantkeeper, 'grants'>): Promise<string> {
  const counts = await grants.count().catch(() => undefined)
  if (!counts) return ''
  const lines = STATUSES.map((status) => `grantkeeper_grants{status="${status}"} ${counts[status] ?? 0}`)
  return printMetric('grantkeeper_grants', 'Grants in the store by status.', 'gauge', lines)
}

function createCounter(name: string, help: string, label: string) {
  const counts = new Map<string, number>()
  return {
    add: (value: string) => void counts.set(value, (counts.get(value) ?? 0) + 1),
    print: () => {
      const lines = [...counts].map(([value, count]) => `${name}{${label}="${value}"} ${count}`)
      return printMetric(name, help, 'counter', lines)
    },
  }
}

function createHistogram(name: string, help: string) {
  const counts = REFRESH_BOUNDS.map(() => 0)
  let sum = 0
  let count = 0
  return {
    observe(value: number): void {
      REFRESH_BOUNDS.forEach((bound, index) => {
        if (value <= bound) counts[index] = (counts[index] ?? 0) + 1
      })
      sum += value
      count += 1
    },
    print: () => {
      const buckets = REFRESH_BOUNDS.map((bound, index) => `${name}_bucket{le="${bound}"} ${counts[index]}`)
      const lines = [...buckets, `${name}_bucket{le="+Inf"} ${count}`, `${name}_sum ${sum}`, `${name}_count ${count}`]
      return printMetric(name, help, 'histogram', lines)
    },
  }
}

function printMetric(name: string, help: string, type: string, lines: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n')
}
