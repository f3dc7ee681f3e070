/** The only file that reads the terminal or what is piped in. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { UsageError } from './arguments.ts'

export interface Input {
  /** Whether somebody is there who can answer. */
  readonly interactive: boolean
  /** One line that is typed or pasted; hidden ones are not shown. @throws Interrupted on Ctrl-C and Ctrl-D */
  ask(question: string, options?: { hidden?: boolean }): Promise<string>
  /** Everything that is piped in. @throws UsageError beyond 1 MiB */
  readAll(): Promise<string>
  /** Hears what is typed, line by line, until the function it gives is called; nothing where nobody is there. */
  hearLines(hear: (line: string) => void): () => void
}

/** Ctrl-C, in a question or at work. Nothing is told about it; exit code 130. */
export class Interrupted extends Error {
  readonly exitCode = 130
}

interface InputOptions {
  stdin: NodeJS.ReadableStream
  /** Where questions are asked: never on stdout, which is for data. */
  stderr: NodeJS.WritableStream
  interactive: boolean
}

const MOST_CHARACTERS = 1024 * 1024

export function createInput({ stdin, stderr, interactive }: InputOptions): Input {
  return {
    interactive,
    ask: (question, { hidden = false } = {}) => {
      stderr.write(`? ${question} `)
      return askLine(stdin, hidden ? nowhere() : stderr).finally(() => void (hidden && stderr.write('\n')))
    },
    readAll: () => readAll(stdin),
    hearLines: (hear) => (interactive ? hearLines(stdin, hear) : () => undefined),
  }
}

/**
 * Refuses to ask where nobody could answer.
 * @throws UsageError that names what to pass in place of an answer
 */
export function requireAnswerer(input: Input, wanted: string, instead: string): void {
  if (!input.interactive) throw new UsageError(`Nobody is there to be asked for ${wanted}: ${instead}.`)
}

function askLine(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<string> {
  const lines = createInterface({ input, output, terminal: true, historySize: 0 })
  return new Promise<string>((resolve, reject) => {
    lines.once('line', (line) => {
      resolve(line.trim())
      lines.close()
    })
    lines.once('SIGINT', () => lines.close())
    lines.once('close', () => reject(new Interrupted()))
  })
}

/** Line by line, because keys that are heard one by one take Ctrl-C and Ctrl-Z away from the terminal. */
function hearLines(input: NodeJS.ReadableStream, hear: (line: string) => void): () => void {
  const lines = createInterface({ input, terminal: false }).on('line', (line) => hear(line.trim()))
  return () => lines.close()
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}

async function readAll(stdin: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stdin.setEncoding('utf8')) {
    text += chunk
    if (text.length > MOST_CHARACTERS) throw new UsageError('More than 1 MiB was piped in.')
  }
  return text
}
