import { readArguments, UsageError, unknownWord } from '../arguments.ts'
import type { Command } from '../command.ts'
import { writeScript } from '../completion/scripts.ts'
import { listCommands, SHELLS } from '../completion/vocabulary.ts'

/** `grantkeeper completion bash | zsh | fish | pwsh` */
export const runCompletion: Command = async (argv, output) => {
  const { words } = readArguments(argv, {}, 1)
  const [asked] = words
  if (asked === undefined) throw new UsageError(`For which shell? One of: ${SHELLS.join(', ')}.`)
  const shell = SHELLS.find((known) => known === asked)
  if (!shell) throw unknownWord('shell', asked, SHELLS)
  output.print(writeScript(shell, listCommands()))
  return 0
}
