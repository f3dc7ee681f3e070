const activity = {
  title: 'Activity',
  range: 'How far back',
  ranges: { '24h': '24 hours', '7d': '7 days', '30d': '30 days' },
  refreshed: 'Renewed',
  failing: 'Began to fail',
  ended: 'Ended by Webex',
  connected: 'Signed in',
  mean: 'Webex took, on average',
  longest: 'At most',
  ms: (count: string) => `${count} ms`,
  label: (refreshed: string, failed: string) =>
    `Chart: ${refreshed} renewals and ${failed} failures. The table below says the same.`,
  column: (from: string, refreshed: string, failed: string) => `From ${from}: ${refreshed} renewed, ${failed} failed`,
  now: 'now',
  renewals: 'Renewals and failures',
  key: 'Above the line: renewals. Below it: those that began to fail, and those that Webex ended.',
  steps: { '24h': 'an hour', '7d': '6 hours', '30d': 'a day' },
  most: (refreshed: string, failed: string, step: string) =>
    `At most ${refreshed} renewed and ${failed} failed within ${step}.`,
  latency: 'How long Webex took to renew',
  latencyKey: (longest: string) => `Solid: on average. Pale: at most. The highest is ${longest}.`,
  latencyLabel: (mean: string, longest: string) =>
    `Chart: ${mean} on average, ${longest} at most. The table below says the same.`,
  latencyOf: (from: string, mean: string, longest: string) => `From ${from}: ${mean} on average, ${longest} at most`,
  nothing: 'Nothing was renewed and nothing failed in this time.',
  asTable: 'As a table',
  tableNote: 'Steps in which something happened',
  columns: ['From', 'Renewed', 'Failed', 'Average', 'Longest'],
}

/** What the overview says. */
export const overview = {
  title: 'Overview',
  empty: 'Nobody has connected yet. Once somebody has, this page shows how all connections are.',
  connectFirst: 'Connect the first account',
  rejected: (since: string) =>
    `Webex refuses this integration since ${since}: its client id or secret. No connection can be renewed until that is put right; none is lost.`,
  tryAgain: 'Try again',
  states: 'Connections by state',
  connections: (count: number) => (count === 1 ? 'connection' : 'connections'),
  soon: 'Ending soon',
  noneSoon: 'No connection ends within 7 days.',
  endSoon: (count: number) => (count === 1 ? 'ends within 7 days' : 'end within 7 days'),
  soonChart: (days: string) => `Chart: how many end on each of the next 7 days: ${days}.`,
  soonOn: (day: string, count: string) => `${day}: ${count}`,
  soonFrom: 'within a day',
  soonTo: 'in 7 days',
  activity,
}
