import type { Integration } from '../../identity/integrations.ts'
import { Layout } from '../layout.tsx'

export function AppsPage({ integrations }: { integrations: Integration[] }) {
  return (
    <Layout title="My Webex Apps" current="apps">
      <p>Integrations registered with this emulator. They are gone when it stops.</p>
      <AppList integrations={integrations} />
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
