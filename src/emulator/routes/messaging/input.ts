import type { readId } from '../../identifiers.ts'
import type { Person } from '../../messaging/colleagues.ts'
import { Refusal } from '../../messaging/refusal.ts'
import { MALFORMED } from '../../server/answers.ts'
import { type Call, expectId } from './call.ts'

/** The fields of a body. */
export type Input = Record<string, unknown>

/** The JSON object in the body. @throws Refusal 400, 415 */
export function readJson({ c }: Call): Input {
  const type = mediaTypeOf(c.req.header('content-type'))
  if (type !== 'application/json') throw new Refusal(415, `Content type '${type.slice(0, 80)}' not supported`)
  const input = parseJson(c.env.body)
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw new Refusal(400, MALFORMED)
  return input as Input
}

export function mediaTypeOf(contentType: string | undefined): string {
  return contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
}

/** @throws Refusal 400 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, MALFORMED)
  }
}

/** A text; undefined when it is absent or null. @throws Refusal 400 */
export function readText(input: Input, name: string, mostLength = 10_000): string | undefined {
  const value = input[name] ?? undefined
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value.length > mostLength) throw new Refusal(400, `Invalid value for '${name}'`)
  return value
}

/** A text that says something. @throws Refusal 400 with `problem` */
export function expectText(input: Input, name: string, problem: string, mostLength?: number): string {
  const text = readText(input, name, mostLength)
  if (!text?.trim()) throw new Refusal(400, problem)
  return text
}

/** @throws Refusal 400 */
export function readFlag(input: Input, name: string): boolean | undefined {
  const value = input[name] ?? undefined
  if (value === undefined) return undefined
  if (typeof value !== 'boolean') throw new Refusal(400, `Invalid value for '${name}'`)
  return value
}

/** Who is meant by `personId` or `personEmail`; undefined when neither is there. @throws Refusal 400, 404 */
export function readPerson({ messaging }: Call, input: Input, prefix = 'person'): Person | undefined {
  const names =
    prefix === 'person' ? (['personId', 'personEmail'] as const) : (['toPersonId', 'toPersonEmail'] as const)
  const [id, email] = names.map((name) => readText(input, name) || undefined)
  if (id === undefined && email === undefined) return undefined
  const person =
    id === undefined ? messaging.directory.findByEmail(email ?? '') : messaging.directory.find(expectId('PEOPLE', id))
  if (!person) throw new Refusal(404, 'Person not found.')
  return person
}

/** The person a new membership is for. @throws Refusal 400, 404 */
export function expectPerson(call: Call, input: Input): Person {
  const person = readPerson(call, input)
  if (!person) throw new Refusal(400, 'Must specify either personId or personEmail.')
  return person
}

/** The uuid behind an id that may be absent. @throws Refusal 400 */
export function readOptionalId(input: Input, name: string, type: Parameters<typeof readId>[0]): string | undefined {
  const id = readText(input, name)
  return id === undefined ? undefined : expectId(type, id)
}

/** The query as fields: what comes twice counts once. */
export function readQuery({ query }: Call): Input {
  return Object.fromEntries(query)
}
