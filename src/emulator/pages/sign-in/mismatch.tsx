import type { Integration } from '../../identity/integrations.ts'
import { differRedirectUris, readRedirectUri } from '../../identity/redirect-uri.ts'
import { Layout } from '../layout.tsx'

interface MismatchProps {
  integration: Integration
  problem: string
  sent: string | undefined
  /** The query of the authorization request, as it came. */
  search: string
}

/** The redirect URI that came is not registered: shows both sides and what differs. Nobody is redirected. */
export function MismatchPage({ integration, problem, sent, search }: MismatchProps) {
  const addable = sent !== undefined && !readRedirectUri(sent).problem
  return (
    <Layout title="The redirect URI does not match">
      <p class="problem">✘ {problem}</p>
      <p>
        Webex compares redirect URIs of <bdi>{integration.name}</bdi> character by character and sends nobody to an
        address that is not registered.
      </p>
      <dl>
        <dt>Sent</dt>
        <dd>
          <code>{sent ?? '(none)'}</code>
        </dd>
        {integration.redirectUris.map((registered) => (
          <>
            <dt>Registered</dt>
            <dd>
              <code>{registered}</code>
              {sent !== undefined && <p>differs: {differRedirectUris(sent, registered).join(', ') || 'nothing'}</p>}
              <p>
                <a href={withRedirectUri(search, registered)}>Use the registered one</a>
              </p>
            </dd>
          </>
        ))}
      </dl>
      {addable && (
        <form method="post" action={`/apps/${integration.clientId}/redirect-uris`}>
          <input type="hidden" name="query" value={search} />
          <button type="submit">Add the sent URI to this integration</button>
        </form>
      )}
    </Layout>
  )
}

function withRedirectUri(search: string, redirectUri: string): string {
  const query = new URLSearchParams(search)
  query.set('redirect_uri', redirectUri)
  return `/v1/authorize?${query}`
}
