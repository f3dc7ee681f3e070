import type { JournalEntry } from '../../journal.ts'
import { Layout } from '../layout.tsx'
import { type PageView, viewForm } from './attempt.ts'
import { Action, FormSelect, FormText, type Option } from './fields.tsx'
import { address, Pager, readStart } from './paging.tsx'
import { FILTER_FIELDS, isWanted, Request, readFilter } from './requests.tsx'

const SIZE = 50

const STATUSES: Option[] = [
  ['', 'any'],
  ['2xx', '2xx'],
  ['3xx', '3xx'],
  ['4xx', '4xx'],
  ['5xx', '5xx'],
  ...['200', '400', '401', '403', '404', '429', '500', '503'].map((status): Option => [status, status]),
  ['0', 'dropped'],
]

const METHODS: Option[] = [
  ['', 'any'],
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((name): Option => [name, name]),
]

/** What came in, newest first; it goes on by itself where the browser runs scripts. */
export function TrafficPage({ context, query, attempt }: PageView) {
  const all = context.journal.entries()
  const filter = readFilter(query)
  const matching = all.filter((entry) => isWanted(filter, entry)).reverse()
  const start = readStart(query)
  const entries = matching.slice(start, start + SIZE)
  return (
    <Layout title="Traffic" current="traffic" query={query} attempt={attempt} live>
      <p>Requests of applications and browsers, the newest 1,000, every secret masked. Times are the emulator’s.</p>
      <Filter query={query} />
      <Live query={query} lastId={start === 0 ? (all.at(-1)?.id ?? 0) : undefined} />
      <div role="log" aria-label="Requests, newest first">
        <ol class="rows" id="requests">
          {entries.map((entry) => (
            <Request entry={entry} />
          ))}
        </ol>
      </div>
      <Nothing entries={entries} hasOthers={all.length > 0} />
      <Pager
        path="/traffic"
        query={query}
        start={start}
        shown={entries.length}
        size={SIZE}
        hasMore={start + SIZE < matching.length}
        total={matching.length}
      />
      <Action to="/traffic/clear" label="Clear the list" />
    </Layout>
  )
}

function Filter({ query }: Pick<PageView, 'query'>) {
  const form = viewForm('filter', undefined)
  const value = (name: (typeof FILTER_FIELDS)[number]) => query.get(name) ?? ''
  return (
    <search>
      <form method="get" action="/traffic" class="inline">
        <FormSelect form={form} name="status" label="Status" options={STATUSES} value={value('status')} />
        <FormSelect form={form} name="method" label="Method" options={METHODS} value={value('method')} />
        <FormText form={form} name="path" label="Part of the path" value={value('path')} />
        <FormText form={form} name="user" label="Key of the user" value={value('user')} />
        <button type="submit" class="quiet">
          Filter
        </button>
        {FILTER_FIELDS.some((name) => value(name)) && <a href="/traffic">Clear the filter</a>}
      </form>
    </search>
  )
}

/** Only the newest page goes on; the script shows the button and the words. */
function Live({ query, lastId }: { query: URLSearchParams; lastId: number | undefined }) {
  const again = address('/traffic', query)
  if (lastId === undefined) {
    return (
      <p>
        <a href={address('/traffic', query, { start: undefined })}>Back to the newest</a>
      </p>
    )
  }
  return (
    <p class="actions" id="live" data-stream={address('/traffic/stream', query)} data-after={lastId}>
      <a class="button quiet" href={again}>
        Load again
      </a>
      <button type="button" class="quiet" id="pause" aria-pressed="false" hidden>
        Pause
      </button>
      <span id="live-state" role="status" />
    </p>
  )
}

function Nothing({ entries, hasOthers }: { entries: JournalEntry[]; hasOthers: boolean }) {
  if (entries.length > 0) return null
  const words = hasOthers ? 'No request is like that.' : 'Nobody has called yet. Point WEBEX_BASE_URL here and sign in.'
  return <p id="nothing">{words}</p>
}
