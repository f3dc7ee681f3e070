import type { Input } from './input.ts'
import type { Output } from './output.ts'

/** Does what a command is for and gives its exit code. What it throws is told by whoever runs it. */
export type Command = (argv: readonly string[], output: Output, input: Input) => Promise<number>
