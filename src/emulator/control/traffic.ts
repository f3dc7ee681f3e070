import { aCount, operation } from './operation.ts'

interface Filter {
  /** Only what came after the entry of this id. */
  after?: number
  status?: number
  path?: string
  user?: string
  max?: number
}

/** What can be done about the journal of requests. */
export const trafficOperations = [
  operation<Filter>('traffic list', 'Lists requests, oldest first, secrets masked.', {
    reads: true,
    properties: {
      after: { type: 'integer', minimum: 0 },
      status: { type: 'integer', minimum: 0, maximum: 599 },
      path: { type: 'string', maxLength: 500 },
      user: { type: 'string', maxLength: 100 },
      max: aCount,
    },
    run: ({ journal }, { after, status, path, user, max = 1000 }) =>
      journal
        .entries(after)
        .filter((entry) => status === undefined || entry.status === status)
        .filter((entry) => path === undefined || entry.path.includes(path))
        .filter((entry) => user === undefined || entry.user === user)
        .slice(-max || undefined),
  }),
  operation('traffic clear', 'Forgets every request so far.', {
    run({ journal }) {
      journal.clear()
      return []
    },
  }),
]
