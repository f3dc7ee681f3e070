import { hintRenames } from '../../config/foreign-names.ts'
import { readArguments, unknownWord } from '../arguments.ts'
import type { Command } from '../command.ts'
import { cleanText, type Output } from '../output.ts'
import { type ListedSetting, listSettings, readLayers } from '../settings-list.ts'

const options = {
  'show-origin': { type: 'boolean' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** `grantkeeper config [list]`: what is set, and where. */
export const runConfig: Command = async (argv, output) => {
  const { values, words } = readArguments(argv, options, 1)
  const [verb = 'list'] = words
  if (verb !== 'list') throw unknownWord('verb', verb, ['list'])
  const { layers, notes } = readLayers(values.settings)
  const { listed, missing } = listSettings(layers)
  const hints = [...notes, ...hintRenames(layers, missing)]
  if (values.json) output.print(JSON.stringify({ settings: listed, missing, hints }))
  else tellSettings(listed, missing, values['show-origin'] ?? false, output)
  if (!values.json) for (const hint of hints) output.note(`${output.paint('yellow', '!', 'stderr')} ${hint}`)
  return 0
}

function tellSettings(
  listed: readonly ListedSetting[],
  missing: readonly string[],
  showOrigin: boolean,
  output: Output,
): void {
  const width = Math.max(...listed.map(({ origin }) => (origin ?? '').length)) + 2
  for (const setting of listed) {
    const { name, origin } = setting
    if (origin === null && !missing.includes(name)) continue
    const place = showOrigin ? output.paint('dim', cleanText(origin ?? '').padEnd(width)) : ''
    output.print(`${place}${name}=${describeValue(setting)}`)
  }
}

function describeValue({ value, secret, origin }: ListedSetting): string {
  if (origin === null) return '(missing)'
  return secret ? '(set, not shown)' : cleanText(value ?? '')
}
