import type { EmulatorContext } from '../../context.ts'
import type { Input } from '../../control/operation.ts'
import { SettingsPage } from '../../pages/control/settings.tsx'
import type { Endpoint } from '../../server/endpoint.ts'
import { settingDescriptions } from '../../settings.ts'
import { pageRoutes, readNumber } from './forms.tsx'

/** Settings: all of them in one form. */
export function settingsRoutes(context: EmulatorContext): Endpoint[] {
  const { show, act } = pageRoutes(context, '/settings', SettingsPage)
  return [
    ['GET', '/settings', show],
    ['POST', '/settings', act({ operation: 'settings set', input: readSettings, done: 'settings-changed' })],
  ]
}

function readSettings(sent: URLSearchParams): Input {
  const entries = Object.entries(settingDescriptions).filter(([name]) => sent.has(name))
  return Object.fromEntries(
    entries.map(([name, { values }]) => {
      const text = sent.get(name) ?? ''
      return [name, values?.find((value) => String(value) === text) ?? readNumber(text) ?? text]
    }),
  )
}
