import { type SettingDescription, type Settings, settingDescriptions } from '../../settings.ts'
import { Layout } from '../layout.tsx'
import { type FormView, type PageView, viewForm } from './attempt.ts'
import { FormSelect, FormText } from './fields.tsx'
import { writeSpan } from './instant.tsx'

/** How the emulator behaves where nobody knows how Webex does. */
export function SettingsPage({ context, query, attempt }: PageView) {
  const form = viewForm('settings-set', attempt)
  return (
    <Layout title="Settings" current="settings" query={query} attempt={attempt}>
      <p>
        How the emulator behaves where nobody outside Webex knows how Webex does, or where a test wants it otherwise. A
        change holds at once; what was given before keeps its life.
      </p>
      <form method="post" action="/settings">
        {Object.entries(settingDescriptions).map(([name, described]) => (
          <Setting form={form} name={name as keyof Settings} settings={context.settings} described={described} />
        ))}
        <p class="actions">
          <button type="submit">Save</button>
        </p>
      </form>
    </Layout>
  )
}

interface SettingProps {
  form: FormView
  name: keyof Settings
  settings: Settings
  described: SettingDescription
}

function Setting({ form, name, settings, described }: SettingProps) {
  const { tells, values } = described
  const shared = {
    form,
    name,
    label: name,
    value: String(settings[name]),
    hint: `${tells} ${describeDefault(name, described)}`,
  }
  if (!values) return <FormText {...shared} />
  return <FormSelect {...shared} options={values.map((value) => [String(value), String(value)] as const)} />
}

function describeDefault(name: string, described: SettingDescription): string {
  const isSpan = typeof described.default === 'number' && name.endsWith('Ms')
  return `Default ${described.default}${isSpan ? `, ${writeSpan(Number(described.default))}` : ''}.`
}
