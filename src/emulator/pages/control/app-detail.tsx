import { authorizationUrlOf, type Integration } from '../../identity/integrations.ts'
import { readRedirectUri } from '../../identity/redirect-uri.ts'
import { describeScope } from '../../identity/scopes.ts'
import { Layout } from '../layout.tsx'

interface CredentialsProps {
  integration: Integration
  origin: string
}

/** Everything about one integration, ready to be copied. */
export function AppDetailPage({ integration, origin, query }: CredentialsProps & { query: URLSearchParams }) {
  const { name, description, redirectUris, scopes, mobileSdk } = integration
  return (
    <Layout title={name} current="apps" query={query}>
      {description && <p>{description}</p>}
      <Credentials integration={integration} origin={origin} />
      <h2>Redirect URIs</h2>
      <ul>
        {redirectUris.map((uri) => (
          <li>
            <code>{uri}</code> <small>{readRedirectUri(uri).note}</small>
          </li>
        ))}
      </ul>
      <h2>Scopes</h2>
      <ul>
        {scopes.map((scope) => (
          <li>
            <code>{scope}</code> {describeScope(scope)}
          </li>
        ))}
      </ul>
      <p>Uses a mobile SDK: {mobileSdk ? 'yes' : 'no'}</p>
      <Changes clientId={integration.clientId} />
    </Layout>
  )
}

function Credentials({ integration, origin }: CredentialsProps) {
  const { clientId, clientSecret } = integration
  return (
    <>
      <dl>
        <dt>Client ID</dt>
        <dd>
          <code>{clientId}</code>
        </dd>
        <dt>Client Secret</dt>
        <dd>
          <code>{clientSecret}</code>
          <p class="hint">Webex shows it once. Here it stays readable, because it opens nothing real.</p>
        </dd>
        <dt>OAuth Authorization URL</dt>
        <dd>
          <code>{authorizationUrlOf(origin, integration)}</code>
          <p class="hint">The application must put a state of its own in the place of set_state_here.</p>
        </dd>
      </dl>
      <h2 id="env">.env for your application</h2>
      <pre>{writeEnv(integration, origin)}</pre>
    </>
  )
}

function Changes({ clientId }: { clientId: string }) {
  return (
    <>
      <h2>Change</h2>
      <form method="post" action={`/apps/${clientId}/secret`}>
        <p>The old secret stops working at once. Tokens that were given stay valid.</p>
        <button type="submit">Regenerate the client secret</button>
      </form>
      <details>
        <summary>Delete this integration</summary>
        <form method="post" action={`/apps/${clientId}/delete`}>
          <p>Its client id and all tokens it was given stop working.</p>
          <button type="submit" class="danger">
            Delete for good
          </button>
        </form>
      </details>
    </>
  )
}

function writeEnv({ clientId, clientSecret, redirectUris, scopes }: Integration, origin: string): string {
  return [
    `WEBEX_CLIENT_ID=${clientId}`,
    `WEBEX_CLIENT_SECRET=${clientSecret}`,
    `WEBEX_REDIRECT_URI=${redirectUris[0] ?? ''}`,
    `WEBEX_SCOPES="${scopes.join(' ')}"`,
    `WEBEX_BASE_URL=${origin}/v1`,
  ].join('\n')
}
