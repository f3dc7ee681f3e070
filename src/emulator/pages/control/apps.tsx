import type { Integration } from '../../identity/integrations.ts'
import { Layout } from '../layout.tsx'
import type { PageView } from './attempt.ts'
import { Pager, readStart } from './paging.tsx'

const SIZE = 50

/** The integrations that are registered here. */
export function AppsPage({ context, query }: PageView) {
  const all = context.integrations.list()
  const start = readStart(query)
  const integrations = all.slice(start, start + SIZE)
  return (
    <Layout title="My Webex Apps" current="apps" query={query}>
      <p>Integrations registered with this emulator. They are gone when it stops.</p>
      <AppList integrations={integrations} />
      <Pager
        path="/apps"
        query={query}
        start={start}
        shown={integrations.length}
        size={SIZE}
        hasMore={start + SIZE < all.length}
        total={all.length}
      />
      <p>
        <a class="button" href="/apps/new">
          New integration
        </a>
      </p>
    </Layout>
  )
}

export function AppList({ integrations }: { integrations: Integration[] }) {
  if (integrations.length === 0) return <p>There is no integration yet.</p>
  return (
    <ul class="cards">
      {integrations.map(({ clientId, icon, name, redirectUris, scopes }) => (
        <li>
          <a href={`/apps/${clientId}`}>
            <span aria-hidden="true">{icon}</span> <bdi>{name}</bdi>
          </a>
          <p>
            <code>{redirectUris.join(' ')}</code>
          </p>
          <p>{scopes.length === 1 ? '1 scope' : `${scopes.length} scopes`}</p>
        </li>
      ))}
    </ul>
  )
}
