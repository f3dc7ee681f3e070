import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const main = join(import.meta.dirname, '../../dist/cli/main.js')

export interface RunningCommand {
  process: ChildProcess
  /** The first line of standard output, as JSON: what a command with --json says when it is ready. */
  ready: Record<string, unknown>
  /** Everything it wrote so far, on both streams. */
  output(): string
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export interface StartOptions {
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** A program, with its arguments, that becomes the one named after them. */
  through?: string[]
}

/** Starts a command of the built package and waits until it says that it is ready. */
export async function startCommand(args: string[], options: StartOptions = {}): Promise<RunningCommand> {
  const [program = '', ...given] = [...(options.through ?? []), process.execPath, main, ...args]
  const child = spawn(program, given, {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  const exited = once(child, 'exit')
  const firstLine = once(createInterface(child.stdout), 'line').then(([line]) => line as string)
  const line = await Promise.race([
    firstLine,
    exited.then(([code]) => Promise.reject(new Error(`ended with ${code} before it was ready:\n${output}`))),
  ])
  return {
    process: child,
    ready: JSON.parse(line),
    output: () => output,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      const [code] = await exited
      return code
    },
  }
}
