import type { JournalEntry } from '../../journal.ts'
import { Instant } from './instant.tsx'

/** One request, as Traffic and Overview list it. */
export function Request({ entry }: { entry: JournalEntry }) {
  const { id, at, tookMs, method, path, query, status, user, summary, fault, unknown } = entry
  return (
    <li data-id={id}>
      <span>
        <strong class={status === 0 || status >= 400 ? 'bad' : undefined}>{status || 'dropped'}</strong>{' '}
        <code>
          <bdi>
            {method} {path}
            {query && `?${query}`}
          </bdi>
        </code>
      </span>
      <span>
        <bdi>{[user, summary].filter(Boolean).join(': ')}</bdi> {fault && <span class="mark">fault {fault}</span>}{' '}
        {unknown && <span class="mark">not emulated</span>}
      </span>
      <span>
        <Instant at={at} /> <small>{tookMs} ms</small>
      </span>
    </li>
  )
}

/** What somebody looks for among the requests. */
export interface RequestFilter {
  /** A status, or its first digit like `4xx`; 0 for a dropped connection. */
  status: string
  method: string
  /** Any part of it. */
  path: string
  /** Key of a user. */
  user: string
}

export const FILTER_FIELDS = ['status', 'method', 'path', 'user'] as const

export function readFilter(query: URLSearchParams): RequestFilter {
  const [status, method, path, user] = FILTER_FIELDS.map((name) => query.get(name)?.trim() ?? '')
  return { status: status ?? '', method: method ?? '', path: path ?? '', user: user ?? '' }
}

export function isWanted({ status, method, path, user }: RequestFilter, entry: JournalEntry): boolean {
  const [, digit] = /^([1-5])xx$/i.exec(status) ?? []
  const hasStatus = status === '' || String(entry.status) === status || String(entry.status)[0] === digit
  const hasMethod = method === '' || entry.method === method.toUpperCase()
  return hasStatus && hasMethod && entry.path.includes(path) && (user === '' || entry.user === user)
}
