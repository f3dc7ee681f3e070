import type { Child } from 'hono/jsx'
import type { EmulatorContext } from '../../context.ts'
import type { JournalEntry } from '../../journal.ts'
import { Layout } from '../layout.tsx'
import { AppList } from './apps.tsx'
import type { PageView } from './attempt.ts'
import { Instant, writeSpan } from './instant.tsx'
import { Request } from './requests.tsx'
import { userAddress } from './users.tsx'

const MOST_USERS = 10
const MOST_APPS = 10
const LATEST = 20

/** What runs here, who there is, and what came in last. */
export function OverviewPage({ context, query }: PageView) {
  const integrations = context.integrations.list()
  return (
    <Layout title="Overview" current="overview" query={query}>
      <State context={context} />
      <h2>My Webex Apps</h2>
      <AppList integrations={integrations.slice(0, MOST_APPS)} />
      <p class="actions">
        <a class="button" href="/apps/new">
          New integration
        </a>
        {integrations.length > MOST_APPS && <a href="/apps">All {integrations.length} integrations</a>}
      </p>
      <h2>Users</h2>
      <Users context={context} />
      <h2>Latest requests</h2>
      <Requests entries={context.journal.entries().slice(-LATEST).reverse()} />
    </Layout>
  )
}

function State({ context }: Pick<PageView, 'context'>) {
  const { clock, settings, grants, webhooks, origin } = context
  const { rotation, accessTokenLifeMs, refreshTokenLifeMs } = settings
  const keepsRefreshToken = rotation === 'keep' || rotation === 'same-access-token'
  return (
    <dl class="columns">
      <Fact name="API">
        <code>{origin()}/v1</code> (set WEBEX_BASE_URL to it)
      </Fact>
      <Fact name="Clock">
        <Instant at={clock.now()} /> <a href="/clock">{clock.isFrozen() ? 'stands still' : 'runs'}</a>
      </Fact>
      <Fact name="Grants alive">
        <a href="/tokens">{grants.live().length}</a>
      </Fact>
      <Fact name="Tokens live">
        access {writeSpan(accessTokenLifeMs)}, refresh {writeSpan(refreshTokenLifeMs)}
      </Fact>
      <Fact name="A refresh gives">
        <a href="/settings">
          {keepsRefreshToken ? 'the same refresh token' : 'a new refresh token'} ({rotation})
        </a>
      </Fact>
      <Fact name="What breaks">
        <a href="/faults">{describeFaults(context)}</a>
      </Fact>
      <Fact name="Webhooks">
        <a href="/webhooks">{webhooks.list().length}</a>
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function describeFaults({ faults, rateLimits }: EmulatorContext): string {
  const count = faults.list().length
  const words = count === 1 ? '1 fault' : `${count} faults`
  return rateLimits.list().length > 0 ? `${words}, rate limits` : words
}

function Users({ context: { people } }: Pick<PageView, 'context'>) {
  const users = people.all()
  return (
    <>
      <ul class="rows">
        {users.slice(0, MOST_USERS).map(({ displayName, key, email, spaces, blockedByAdmin }) => (
          <li>
            <a href={userAddress(key)}>
              <bdi>{displayName}</bdi>
            </a>
            <span>
              <bdi>{key}</bdi>, <bdi>{email}</bdi>
            </span>
            <span>
              <a href={`/spaces?user=${encodeURIComponent(key)}`}>{spaces === 1 ? '1 space' : `${spaces} spaces`}</a>
              {blockedByAdmin && ', admin blocks apps'}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <a href="/users">{users.length > MOST_USERS ? `All ${users.length} users` : 'Add or change users'}</a>
      </p>
    </>
  )
}

function Requests({ entries }: { entries: JournalEntry[] }) {
  if (entries.length === 0) return <p>Nobody has called yet.</p>
  return (
    <>
      <ol class="rows">
        {entries.map((entry) => (
          <Request entry={entry} />
        ))}
      </ol>
      <p>
        <a href="/traffic">All requests, live</a>
      </p>
    </>
  )
}
