import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { extendEnvironment } from '../config.ts'
import { CommandFailure } from './failure.ts'
import { cleanText } from './output.ts'

/**
 * Runs somebody's command with these variables in its environment and this terminal as its own; gives its exit code, or
 * 128 and the number of the signal that ended it. Signals sent to us are passed on to it: it decides when to end.
 * @throws CommandFailure when it cannot be started
 */
export async function runAround([file = '', ...argv]: readonly string[], env: Record<string, string>): Promise<number> {
  const child = spawn(file, argv, {
    stdio: 'inherit',
    env: extendEnvironment(env),
    shell: process.platform === 'win32',
  })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal)
  for (const signal of signals) process.on(signal, passOn)
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => reject(notStarted(file, cause)))
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
    })
  } finally {
    for (const signal of signals) process.off(signal, passOn)
  }
}

function notStarted(file: string, cause: NodeJS.ErrnoException): CommandFailure {
  const title = `"${cleanText(file)}" could not be started (${cause.code ?? 'unknown'}).`
  return new CommandFailure(
    { code: 'EMU-COMMAND', title, fix: 'Check the command behind "--".', exitCode: 1 },
    { cause },
  )
}
