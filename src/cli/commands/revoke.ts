import { readArguments } from '../arguments.ts'
import type { Command } from '../command.ts'
import { chooseConnections, labelOf } from '../connections.ts'
import { confirmDisconnecting, disconnectAndTell } from '../disconnecting.ts'
import { withKeeper } from '../open-keeper.ts'

const options = {
  all: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** `grantkeeper revoke <connection | --all>` */
export const runRevoke: Command = async (argv, output, input) => {
  const { values, words } = readArguments(argv, options, 1)
  const { settings, all, yes, json = false } = values
  return withKeeper({ settings, output }, async (opened) => {
    const chosen = await chooseConnections(opened.keeper, words[0], all)
    const [only] = chosen
    if (!only) {
      output.note('There is no connection.')
      return 0
    }
    const what = chosen.length > 1 ? `all ${chosen.length} connections` : labelOf(only)
    if (await confirmDisconnecting(what, yes, input)) return disconnectAndTell(opened, chosen, output, json)
    output.say('Kept: nothing was changed.')
    return 1
  })
}
