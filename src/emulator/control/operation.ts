import type { EmulatorContext } from '../context.ts'
import { createCheck, type Schema } from '../schema.ts'

/**
 * Something that whoever runs the emulator can do. Pages, the control API and the command line all do it through here, so
 * that none of them can do more than another.
 */
export interface Operation {
  /** Noun and verb, like `clock move`. */
  name: string
  /** One sentence. */
  tells: string
  /** Whether it only looks. */
  reads?: true
  /** The shape of the input, an object. */
  input: Schema
  /** Gives what JSON can carry. @throws ControlError; RangeError for input that the schema could not refuse */
  run(context: EmulatorContext, input: Input): unknown
}

/** Input that fits the operation's schema. */
export type Input = Record<string, unknown>

export type ControlProblem = 'EMU-UNKNOWN' | 'EMU-INPUT' | 'EMU-NOT-FOUND'

/** Why an operation was not done; nothing was changed. */
export class ControlError extends Error {
  readonly code: ControlProblem
  constructor(code: ControlProblem, message: string) {
    super(message)
    this.name = 'ControlError'
    this.code = code
  }
}

interface Described<I> {
  reads?: true
  /** Names of properties that must be there. */
  required?: readonly (keyof I & string)[]
  properties?: { [N in keyof I]-?: Schema }
  run(context: EmulatorContext, input: I): unknown
}

/** Declares an operation whose input has the type `I`; the schema is what makes that true. */
export function operation<I extends object>(name: string, tells: string, described: Described<I>): Operation {
  const { reads, required = [], properties = {}, run } = described
  const input = { type: 'object', properties, required: [...required], additionalProperties: false } satisfies Schema
  const check = createCheck(input)
  return {
    name,
    tells,
    ...(reads && { reads }),
    input,
    run(context, given) {
      const problem = check(given)
      if (problem !== undefined) throw new ControlError('EMU-INPUT', problem)
      return run(context, given as I)
    },
  }
}

export const aText = { type: 'string', minLength: 1, maxLength: 2000 } as const satisfies Schema
export const aCount = { type: 'integer', minimum: 0, maximum: 100_000 } as const satisfies Schema
export const aFlag = { type: 'boolean' } as const satisfies Schema

/** @throws ControlError EMU-NOT-FOUND */
export function expectFound<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new ControlError('EMU-NOT-FOUND', `there is no ${what}`)
  return found
}
