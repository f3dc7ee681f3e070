import type { Integration } from '../../identity/integrations.ts'
import type { User } from '../../people.ts'
import { Layout } from '../layout.tsx'

/** What somebody sees whose administrator blocks the integration; the quoted sentence is Webex's. @see WEBEX.md §1 */
export function DeniedPage({ integration, user }: { integration: Integration; user: User }) {
  return (
    <Layout title="Access denied">
      <p class="problem">
        ✘ Access denied - Your administrator denied access to the integration you selected. We captured your request and
        will let them know
      </p>
      <p>
        At Webex the way ends here, without a return to <bdi>{integration.name}</bdi>: an administrator of{' '}
        <bdi>{user.displayName}</bdi>’s organization must allow the integration first.
      </p>
    </Layout>
  )
}
