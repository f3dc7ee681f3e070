import type { Input } from '../../src/cli/input.ts'
import type { Output } from '../../src/cli/output.ts'
import { runCommand } from '../../src/cli/run.ts'

export interface Ran {
  exitCode: number
  stdout: string
  stderr: string
}

/** Runs one command line as main does, and keeps what it wrote. By default nobody is there and nothing is piped in. */
export async function runCli(argv: readonly string[], { answers, piped = '' }: Answers = {}): Promise<Ran> {
  const stream = createRecorder()
  const exitCode = await runCommand(argv, stream.output, createAnswers(answers, piped))
  return { exitCode, stdout: stream.stdout(), stderr: stream.stderr() }
}

export interface Answers {
  /** What a person types, question by question. */
  answers?: readonly string[]
  piped?: string
}

export function createRecorder() {
  const printed: string[] = []
  const said: string[] = []
  const output: Output = {
    print: (line) => void printed.push(line),
    say: (line) => void said.push(line),
    note: (line) => void said.push(line),
    paint: (_, text) => text,
    flush: async () => undefined,
  }
  return { output, stdout: () => printed.join('\n'), stderr: () => said.join('\n') }
}

export function createAnswers(answers: readonly string[] | undefined, piped = ''): Input {
  const left = [...(answers ?? [])]
  return {
    interactive: answers !== undefined,
    ask: async () => left.shift() ?? '',
    readAll: async () => piped,
    hearLines: () => () => undefined,
  }
}
