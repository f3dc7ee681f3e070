import type { EmulatorContext } from '../../context.ts'
import type { JournalEntry } from '../../journal.ts'
import { Layout } from '../layout.tsx'
import { AppList } from './apps.tsx'

const LATEST = 20

export function OverviewPage({ context }: { context: EmulatorContext }) {
  const { integrations, journal } = context
  return (
    <Layout title="Overview" current="overview">
      <State context={context} />
      <h2>My Webex Apps</h2>
      <AppList integrations={integrations.list()} />
      <p>
        <a class="button" href="/apps/new">
          New integration
        </a>
      </p>
      <h2>Users</h2>
      <Users context={context} />
      <h2>Latest requests</h2>
      <Requests entries={journal.entries().slice(-LATEST).reverse()} />
    </Layout>
  )
}

function State({ context }: { context: EmulatorContext }) {
  const { clock, settings, grants, origin } = context
  const { rotation } = settings
  const days = (ms: number) => `${Math.round((ms / 86_400_000) * 100) / 100} days`
  return (
    <dl>
      <dt>API</dt>
      <dd>
        <code>{origin()}/v1</code> (set WEBEX_BASE_URL to it)
      </dd>
      <dt>Clock</dt>
      <dd>
        <Instant at={clock.now()} />
      </dd>
      <dt>Grants alive</dt>
      <dd>{grants.live().length}</dd>
      <dt>Tokens live</dt>
      <dd>
        access {days(settings.accessTokenLifeMs)}, refresh {days(settings.refreshTokenLifeMs)}
      </dd>
      <dt>A refresh gives</dt>
      <dd>{rotation === 'keep' ? 'the same refresh token (keep)' : `a new refresh token (${rotation})`}</dd>
    </dl>
  )
}

function Users({ context: { people } }: { context: EmulatorContext }) {
  return (
    <ul class="cards">
      {people.all().map(({ displayName, key, email, spaces, blockedByAdmin }) => (
        <li>
          <strong>
            <bdi>{displayName}</bdi>
          </strong>
          <p>
            {key}, {email}
          </p>
          <p>
            {spaces === 1 ? '1 space' : `${spaces} spaces`}
            {blockedByAdmin && ', admin blocks apps'}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Requests({ entries }: { entries: JournalEntry[] }) {
  if (entries.length === 0) return <p>Nobody has called yet.</p>
  return (
    <ol class="journal">
      {entries.map(({ at, method, path, query, status, user, summary }) => (
        <li>
          <Instant at={at} />{' '}
          <code>
            {method} {path}
            {query && `?${query}`}
          </code>{' '}
          <strong>{status || 'dropped'}</strong> {[user, summary].filter(Boolean).join(': ')}
        </li>
      ))}
    </ol>
  )
}

/** A clock far from now must not break the page, so what no calendar has is shown as a number. */
function Instant({ at }: { at: number }) {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>{at}</span>
  return (
    <time datetime={date.toISOString()}>
      {date
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC')}
    </time>
  )
}
