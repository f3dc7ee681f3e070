import { catalogue, type Grant, isGrantkeeperError } from '../../index.ts'
import { readArguments } from '../arguments.ts'
import type { Command } from '../command.ts'
import { chooseConnections, labelOf } from '../connections.ts'
import { exitCodeOf } from '../failure.ts'
import { type Opened, withKeeper } from '../open-keeper.ts'
import type { Output } from '../output.ts'
import { describeSpan } from '../table.ts'

const options = { all: { type: 'boolean' }, settings: { type: 'string' }, json: { type: 'boolean' } } as const

/** `grantkeeper refresh <connection | --all>` */
export const runRefresh: Command = async (argv, output) => {
  const { values, words } = readArguments(argv, options, 1)
  const { settings, all, json = false } = values
  return withKeeper({ settings, output }, async (opened) => {
    const chosen = await chooseConnections(opened.keeper, words[0], all)
    const due = all ? chosen.filter(({ status }) => status !== 'reconnect') : chosen
    if (due.length === 0) output.note('There is nothing to renew.')
    const exitCodes = []
    for (const grant of due) {
      opened.signal.throwIfAborted()
      exitCodes.push(await refreshOne(opened, grant, output, json))
    }
    return Math.max(0, ...exitCodes)
  })
}

async function refreshOne(
  { keeper, environment, audit }: Opened,
  grant: Grant,
  output: Output,
  json: boolean,
): Promise<number> {
  const { id } = grant
  audit.note({ what: 'operator.refresh', who: 'command-line', grantId: id })
  try {
    const { accessExpiresAt } = await keeper.grants.refresh(id)
    const left = describeSpan(accessExpiresAt - environment.now())
    if (json) output.print(JSON.stringify({ id, refreshed: true, accessExpiresAt }))
    else output.print(`${output.paint('green', '✔')} ${labelOf(grant)}  renewed, good for ${left}`)
    return 0
  } catch (error) {
    if (!isGrantkeeperError(error)) throw error
    const { code } = error
    if (json) output.print(JSON.stringify({ id, refreshed: false, code }))
    else
      output.print(
        `${output.paint('red', '✘')} ${labelOf(grant)}  ${catalogue[code].title}.  ${code}\n  → ${error.fix}`,
      )
    return exitCodeOf(code)
  }
}
