import { inspect } from 'node:util'

const HIDDEN = '[secret]'

/**
 * A value that cannot be printed: every way JavaScript has of turning an object into text gives `[secret]`.
 * Only {@link Secret.reveal} gives the value, so each place that uses one can be found by that word.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself. Call it only where the value leaves for its one right place. */
  reveal(): string {
    return this.#value
  }

  /** `[secret]`. */
  toString(): string {
    return HIDDEN
  }

  /** `[secret]`. */
  toJSON(): string {
    return HIDDEN
  }

  [Symbol.toPrimitive](): string {
    return HIDDEN
  }

  [inspect.custom](): string {
    return HIDDEN
  }
}
