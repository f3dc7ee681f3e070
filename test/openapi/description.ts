import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Json } from './caller.ts'

/** One operation of Webex's OpenAPI file, with the schema of what it answers. */
export interface Operation {
  method: string
  /** Like `/rooms/{roomId}`. */
  path: string
  /** By status. */
  schemas: Record<string, Json>
}

const root = resolve(import.meta.dirname, '../..')
const METHODS = ['get', 'post', 'put', 'delete']

/** Where Webex's OpenAPI file is: WEBEX_OPENAPI, or the folder of references beside the project. */
export function findDescription(): string | undefined {
  const beside = join(dirname(root), 'shared', 'reference', 'webex-messaging.openapi.json')
  const path = process.env.WEBEX_OPENAPI ?? beside
  return existsSync(path) ? path : undefined
}

/** All operations, their schemas without references and closed to fields they do not name. */
export function readOperations(path: string): Operation[] {
  const description = JSON.parse(readFileSync(path, 'utf8')) as Json
  return Object.entries<Json>(description.paths).flatMap(([address, operations]) =>
    METHODS.filter((method) => operations[method]).map((method) => ({
      method: method.toUpperCase(),
      path: address,
      schemas: Object.fromEntries(
        Object.entries<Json>(operations[method].responses).flatMap(([status, { content }]) => {
          const schema = content?.['application/json']?.schema
          return schema ? [[status, close(description, schema)]] : []
        }),
      ),
    })),
  )
}

function close(description: Json, schema: Json): Json {
  if (schema.$ref) return close(description, description.components.schemas[schema.$ref.split('/').pop()])
  if (schema.properties) {
    const properties = Object.entries(schema.properties).map(([name, inner]) => [name, close(description, inner)])
    return { ...schema, properties: Object.fromEntries(properties), additionalProperties: false }
  }
  return schema.items ? { ...schema, items: close(description, schema.items) } : schema
}

/** The operation that a request is for; fixed segments win over parameters. */
export function findOperation(operations: Operation[], method: string, address: string): Operation | undefined {
  const path = new URL(address, 'http://localhost').pathname.replace(/^\/v1/, '').replace(/\/$/, '')
  const fits = operations.filter((operation) => operation.method === method && matches(operation.path, path))
  return fits.sort((a, b) => countParameters(a.path) - countParameters(b.path))[0]
}

function matches(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')]
  return wanted.length === given.length && wanted.every((part, place) => part.startsWith('{') || part === given[place])
}

function countParameters(path: string): number {
  return path.split('{').length
}
