import { readArguments } from '../arguments.ts'
import type { Command } from '../command.ts'
import { COMMAND_LINE } from '../connections.ts'
import { confirmDisconnecting, disconnectAndTell } from '../disconnecting.ts'
import { withKeeper } from '../open-keeper.ts'

const options = {
  yes: { type: 'boolean', short: 'y' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** `grantkeeper logout`: ends the grant that the command line has for itself. */
export const runLogout: Command = async (argv, output, input) => {
  const { values } = readArguments(argv, options)
  const { settings, yes, json = false } = values
  return withKeeper({ settings, output }, async (opened) => {
    const own = await opened.keeper.grants.list({ owner: COMMAND_LINE })
    if (own.length === 0) {
      output.note('The command line has no connection of its own.')
      return 0
    }
    const what = 'the connection of the command line'
    if (await confirmDisconnecting(what, yes, input)) return disconnectAndTell(opened, own, output, json)
    output.say('Kept: nothing was changed.')
    return 1
  })
}
