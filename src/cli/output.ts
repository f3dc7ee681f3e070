/** The only file that writes to the terminal: what was asked for on stdout, talk about it on stderr. */
import { styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

export interface Output {
  /** One line of what the command is for. */
  print(line: string): void
  /** One line for the person who watches, and must know: errors, questions. */
  say(line: string): void
  /** The same for what is good to know: progress, next steps. `--quiet` leaves it out. */
  note(line: string): void
  /** Colours text for stdout, or for stderr; plain text without a terminal, with NO_COLOR, TERM=dumb or --no-color. */
  paint(style: Style, text: string, stream?: 'stdout' | 'stderr'): string
  /** Resolves when what was written has left the process. */
  flush(): Promise<void>
}

export function createOutput({ color, quiet }: { color: boolean; quiet: boolean }): Output {
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    say,
    note: quiet ? () => undefined : say,
    // One style at a time: given a list, Node 20 colours even where there is no terminal.
    paint: (style, text, stream = 'stdout') => (color ? styleText(style, text, { stream: process[stream] }) : text),
    flush: () => new Promise((resolve) => process.stdout.write('', () => resolve())),
  }
}

/**
 * Ends the command when nobody can hear it any more. A reader who has seen enough (`| head`) closes the pipe, which is no
 * failure; any other fault of the terminal cannot even be told.
 */
export function endWithoutReader(end: (exitCode: 0 | 1) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code }: NodeJS.ErrnoException) => end(code === 'EPIPE' ? 0 : 1))
  }
}

/** Text from outside without characters that move a cursor, end a line or turn its direction; at most 200 of them. */
export function cleanText(text: string): string {
  return cleanProse(text).slice(0, 200)
}

/** The same of any length, for sentences of our own with something from outside in them. */
export function cleanProse(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD')
}

/** JSON from outside, without the characters that JSON leaves alone and a terminal does not. */
export function writeJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent) ?? 'null'
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('')
}
