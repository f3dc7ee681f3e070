import { createHash } from 'node:crypto'
import { createFigures, type Figures } from './figures.ts'

/** What happened in a world: line by line as a hash, in figures, and what must never happen and did. */
export interface Trace {
  figures: Figures
  violations: string[]
  note(line: string): void
  accuse(line: string): void
  hash(): string
}

export function createTrace(now: () => number): Trace {
  const lines = createHash('sha256')
  const violations: string[] = []
  const note = (line: string) => void lines.update(`${now()} ${line}\n`)
  return {
    figures: createFigures(),
    violations,
    note,
    accuse(line) {
      note(line)
      violations.push(`${new Date(now()).toISOString().slice(8, 23)} ${line}`)
    },
    hash: () => lines.copy().digest('hex').slice(0, 16),
  }
}
