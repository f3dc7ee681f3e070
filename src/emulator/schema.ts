import { type Schema, Validator } from '@cfworker/json-schema'

export type { Schema }

/** Says what is wrong with a value and where, like `users/0/email: …`; undefined when it fits the schema. */
export type Check = (value: unknown) => string | undefined

export function createCheck(schema: Schema): Check {
  let validator: Validator | undefined
  return (value) => {
    validator ??= new Validator(schema, '2020-12')
    const { valid, errors } = validator.validate(value)
    if (valid) return undefined
    // The last error is the one furthest inside.
    const { instanceLocation, error } = errors.at(-1) ?? { instanceLocation: '#', error: 'does not fit' }
    const [place, problem] = [instanceLocation.replace(/^#\/?/, ''), error.replace(/\.$/, '')]
    return place ? `${place}: ${problem}` : problem
  }
}
