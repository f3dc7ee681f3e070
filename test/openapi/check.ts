import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema'
import type { Answered, Json } from './caller.ts'
import { findOperation, type Operation } from './description.ts'

/** What the answers of one operation have shown. */
export interface Checked {
  operation: Operation
  answers: number
  statuses: Set<number>
  /** Names of the answer's fields that the file has and no answer had. */
  missing: Set<string>
}

export interface Findings {
  checked: Checked[]
  /** Each like `GET /rooms items.title: Expected "string"`, once. */
  problems: Set<string>
}

/** Compares successful answers with the operations they belong to. */
export function checkAnswers(operations: Operation[], answers: Answered[]): Findings {
  const checked = new Map<Operation, Checked>()
  const problems = new Set<string>()
  for (const answer of answers) {
    const operation = findOperation(operations, answer.method, answer.path)
    if (!operation) throw new Error(`${answer.method} ${answer.path} is in no operation`)
    const known = checked.get(operation) ?? {
      operation,
      answers: 0,
      statuses: new Set(),
      missing: listFields(operation),
    }
    checked.set(operation, known)
    known.answers += 1
    known.statuses.add(answer.status)
    for (const name of fieldsIn(answer.body)) known.missing.delete(name)
    for (const problem of findProblems(operation, answer)) problems.add(`${nameOf(operation)} ${problem}`)
  }
  return { checked: [...checked.values()], problems }
}

export function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`
}

function findProblems({ schemas }: Operation, { status, body, text }: Answered): string[] {
  const [[documented, schema] = []] = Object.entries(schemas)
  if (status === 204) return text === '' ? [] : [': a body with 204']
  if (!schema) return [`: status ${status} without a schema`]
  const problems = validate(schemas[status] ?? schema, body)
  return schemas[status] ? problems : [`: status ${status}, not ${documented}`, ...problems]
}

/** The innermost problems; what is around them follows from them. */
function validate(schema: Schema, body: Json): string[] {
  const { errors } = new Validator(schema, '7', false).validate(body)
  return errors
    .filter(({ keyword }) => !['properties', 'items', 'additionalProperties'].includes(keyword))
    .map(describe)
}

function describe({ instanceLocation, error }: OutputUnit): string {
  const names = instanceLocation.split('/').slice(1)
  return `${names.filter((name) => !/^\d+$/.test(name)).join('.')}: ${error}`
}

function listFields({ schemas }: Operation): Set<string> {
  const [schema] = Object.values(schemas)
  return new Set(Object.keys((schema?.properties?.items?.items ?? schema)?.properties ?? {}))
}

function fieldsIn(body: Json): string[] {
  return [body, ...(body?.items ?? [])].flatMap((part) => Object.keys(part ?? {}))
}
