import type { Integration } from '../../identity/integrations.ts'
import { describeScope } from '../../identity/scopes.ts'
import type { SignIn } from '../../identity/sign-ins.ts'
import type { User } from '../../people.ts'
import { Layout } from '../layout.tsx'

interface ConsentProps {
  signIn: SignIn
  integration: Integration
  user: User
  /** What was wrong with the last answer. */
  problem?: string
}

export function ConsentPage({ signIn, integration, user, problem }: ConsentProps) {
  return (
    <Layout title={`Allow ${integration.name}?`}>
      {problem && (
        <p class="problem generic-error" role="alert">
          ✘ {problem}
        </p>
      )}
      <form method="post" action={`/sign-in/${signIn.id}/consent`}>
        <fieldset>
          <legend>
            <bdi>{integration.name}</bdi> asks <bdi>{user.displayName}</bdi> to allow:
          </legend>
          {signIn.scopes.map((scope) => (
            <label class="choice">
              <input type="checkbox" name="scope" value={scope} checked />
              <span>
                {describeScope(scope)} <code>{scope}</code>
              </span>
            </label>
          ))}
        </fieldset>
        <Consequence signIn={signIn} user={user} />
        <p class="actions">
          <input type="submit" name="decision" value="Accept" />
          <input type="submit" name="decision" value="Deny" class="quiet" />
        </p>
        {signIn.answer.kind === 'redirect' && <Troubles />}
      </form>
    </Layout>
  )
}

function Consequence({ signIn: { answer }, user }: Pick<ConsentProps, 'signIn' | 'user'>) {
  if (answer.kind === 'device') return <p>The device learns of either answer by itself.</p>
  return (
    <p>
      Either answer sends {user.displayName} to <code>{withoutQuery(answer.uri)}</code>.
    </p>
  )
}

const TROUBLES = {
  'admin-pending': 'An administrator must allow it first',
  'server-error': 'Back with server_error',
  'wrong-state': 'Accept, with a wrong state',
  'expired-code': 'Accept, with a code that is expired',
  slow: 'Accept, after 5 seconds',
  drop: 'Drop the connection',
}

/** What an application should survive, and Webex seldom shows. */
function Troubles() {
  return (
    <details>
      <summary>More</summary>
      <p class="actions">
        {Object.entries(TROUBLES).map(([decision, label]) => (
          <button type="submit" name="decision" value={decision}>
            {label}
          </button>
        ))}
      </p>
    </details>
  )
}

function withoutQuery(uri: string): string {
  return uri.split('?')[0] ?? uri
}
