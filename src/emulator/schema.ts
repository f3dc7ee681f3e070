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
    const found = errors.at(-1)
    if (!found) return 'does not fit'
    const place = found.instanceLocation.replace(/^#\/?/, '')
    const problem = found.keyword === 'pattern' ? describePattern(schema, found.keywordLocation) : found.error
    const told = problem.replace(/\.$/, '')
    return place ? `${place}: ${told}` : told
  }
}

/** The pattern itself tells more than that there is one. */
function describePattern(schema: Schema, location: string): string {
  let part: unknown = schema
  for (const name of location.split('/').slice(1)) part = (part as Record<string, unknown> | undefined)?.[name]
  return `must match ${String(part)}`
}
