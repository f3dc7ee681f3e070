import type { Integration } from '../../identity/integrations.ts'
import type { SignIn } from '../../identity/sign-ins.ts'
import type { User } from '../../people.ts'
import { Layout } from '../layout.tsx'

interface PickUserProps {
  signIn: SignIn
  integration: Integration
  users: User[]
}

/** Where Webex would ask for e-mail and password: here a person is only chosen. */
export function PickUserPage({ signIn, integration, users }: PickUserProps) {
  return (
    <Layout title="Choose who signs in">
      <p>
        <bdi>{integration.name}</bdi> wants to act for somebody. Who are you?
      </p>
      <form method="post" action={`/sign-in/${signIn.id}/user`} class="people">
        {users.map((user) => (
          <button type="submit" name="user" value={user.key} class="person">
            <strong>
              <bdi>{user.displayName}</bdi>
            </strong>
            <span>{user.email}</span>
            <span>{user.spaces === 1 ? '1 space' : `${user.spaces} spaces`}</span>
            {user.blockedByAdmin && <span>admin blocks this app</span>}
          </button>
        ))}
      </form>
    </Layout>
  )
}
