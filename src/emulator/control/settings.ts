import { readSettings, type Settings, settingDescriptions } from '../settings.ts'
import { type Input, operation } from './operation.ts'

/** What can be done about how the emulator behaves where nobody knows how Webex does. */
export const settingOperations = [
  operation('settings show', 'Shows every setting with its value and what it means.', {
    reads: true,
    run: ({ settings }) =>
      Object.entries(settingDescriptions).map(([name, described]) => ({
        name,
        value: settings[name as keyof Settings],
        ...described,
      })),
  }),
  operation<Input>('settings set', 'Changes settings, each by its name; what is not named stays.', {
    properties: Object.fromEntries(
      Object.entries(settingDescriptions).map(([name, { values }]) => [
        name,
        values ? { enum: [...values] } : { type: 'number', exclusiveMinimum: 0 },
      ]),
    ),
    run({ settings }, given) {
      Object.assign(settings, readSettings(given))
      return { ...settings }
    },
  }),
]
