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
        <p class="problem" role="alert">
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
        <p>
          Either answer sends {user.displayName} to <code>{withoutQuery(signIn.redirectUri)}</code>.
        </p>
        <p class="actions">
          <input type="submit" name="decision" value="Accept" />
          <input type="submit" name="decision" value="Deny" class="quiet" />
        </p>
      </form>
    </Layout>
  )
}

function withoutQuery(uri: string): string {
  return uri.split('?')[0] ?? uri
}
