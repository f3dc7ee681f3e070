import { type FormProblems, ICONS, type IntegrationForm } from '../../identity/integration-form.ts'
import { SCOPE_GROUPS } from '../../identity/scopes.ts'
import { Layout } from '../layout.tsx'
import { Choice, Choices, TextField } from './fields.tsx'

interface NewAppProps {
  form: IntegrationForm
  problems: FormProblems
}

/** The form of Webex's portal, field by field. @see WEBEX.md §11 */
export function NewAppPage({ form, problems }: NewAppProps) {
  const count = Object.keys(problems).length
  return (
    <Layout title="New integration" current="apps">
      {count > 0 && (
        <p class="problem" role="alert">
          ✘ {count === 1 ? 'One field needs' : `${count} fields need`} your attention.
        </p>
      )}
      <form method="post" action="/apps/new">
        <Choices id="mobileSdk" legend="Will this integration use a mobile SDK?">
          <Choice type="radio" name="mobileSdk" value="yes" checked={form.mobileSdk === 'yes'}>
            Yes
          </Choice>
          <Choice type="radio" name="mobileSdk" value="no" checked={form.mobileSdk === 'no'}>
            No
          </Choice>
        </Choices>
        <TextField id="name" label="Integration name" value={form.name} problem={problems.name} />
        <Choices id="icon" legend="Icon">
          {ICONS.map((icon) => (
            <Choice type="radio" name="icon" value={icon} checked={form.icon === icon}>
              {icon}
            </Choice>
          ))}
        </Choices>
        <TextField
          id="description"
          label="App Hub description"
          value={form.description}
          problem={problems.description}
          rows={3}
        />
        <TextField
          id="redirectUris"
          label="Redirect URI(s)"
          hint="One a line. Compared character by character, so http://localhost and http://127.0.0.1 are different."
          value={form.redirectUris}
          problem={problems.redirectUris}
          rows={3}
        />
        <ScopeChoices chosen={form.scopes} problem={problems.scopes} />
        <p class="actions">
          <button type="submit">Add integration</button>
        </p>
      </form>
    </Layout>
  )
}

function ScopeChoices({ chosen, problem }: { chosen: string[]; problem: string | undefined }) {
  return (
    <Choices id="scopes" legend="Scopes" problem={problem}>
      {SCOPE_GROUPS.map(({ title, scopes }) => (
        <Choices id={`scopes-${title}`} legend={title}>
          {Object.entries(scopes).map(([scope, description]) => (
            <Choice type="checkbox" name="scopes" value={scope} checked={chosen.includes(scope)}>
              <code>{scope}</code> {description}
            </Choice>
          ))}
        </Choices>
      ))}
    </Choices>
  )
}
