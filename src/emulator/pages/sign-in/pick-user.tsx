import type { Integration } from '../../identity/integrations.ts'
import type { SignIn } from '../../identity/sign-ins.ts'
import type { User } from '../../people.ts'
import { Layout } from '../layout.tsx'

interface PickUserProps {
  signIn: SignIn
  integration: Integration
  users: User[]
  /** The address that is filled in already. */
  email?: string
  /** What was wrong with the address that was typed. */
  problem?: string
}

const MOST_SHOWN = 50

/**
 * Where Webex would ask for e-mail and password: here a person is only chosen. The ids are those of Webex's page, so that
 * scripts which fill it in find theirs. @see WEBEX.md §1
 */
export function PickUserPage({ signIn, integration, users, email, problem }: PickUserProps) {
  const hinted = users.filter((user) => user.email.toLowerCase() === email?.toLowerCase())
  const shown = [...new Set([...hinted, ...users])].slice(0, MOST_SHOWN)
  return (
    <Layout title="Choose who signs in">
      <p>
        <bdi>{integration.name}</bdi> wants to act for somebody. Who are you?
      </p>
      <form method="post" action={`/sign-in/${signIn.id}/user`} class="people">
        {shown.map((user) => (
          <Person user={user} />
        ))}
      </form>
      {shown.length < users.length && (
        <p>
          {shown.length} of {users.length} people. Type the address of any other.
        </p>
      )}
      <form method="post" action={`/sign-in/${signIn.id}/user`}>
        <p class="field">
          <label for="IDToken1">E-mail address</label>
          <input
            type="text"
            inputmode="email"
            id="IDToken1"
            name="email"
            value={email}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={problem ? 'true' : undefined}
            aria-describedby={problem ? 'problem' : undefined}
          />
        </p>
        {problem && (
          <p class="problem generic-error" role="alert" id="problem">
            ✘ {problem}
          </p>
        )}
        <p class="actions">
          <button type="submit" id="IDButton2">
            Next
          </button>
        </p>
      </form>
    </Layout>
  )
}

function Person({ user }: { user: User }) {
  return (
    <button type="submit" name="user" value={user.key} class="person">
      <strong>
        <bdi>{user.displayName}</bdi>
      </strong>
      <span>{user.email}</span>
      <span>{user.spaces === 1 ? '1 space' : `${user.spaces} spaces`}</span>
      {user.blockedByAdmin && <span>admin blocks this app</span>}
    </button>
  )
}
