/** What stands around the examples of docstrings, so that a compiler can read them. */
const frameworks: Record<string, string> = {
  'adapters/express.ts': "import express from 'express'\nconst app = express()",
  'adapters/fastify.ts': "import Fastify from 'fastify'\nconst app = Fastify()",
  'adapters/hono.ts': "import { Hono } from 'hono'\nconst app = new Hono()",
}

/** What an example takes for granted: a keeper, a request, and functions of the reader's own. */
const given = `
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Grant, Grantkeeper, GrantkeeperOptions, HostRequest, KeyProvider, ReceivedEvent, Store, WebexClient } from '../src/index.ts'
import type { Emulator } from '../src/emulator/index.ts'
declare const keeper: Grantkeeper
declare const webex: WebexClient
declare const emulator: Emulator
declare const options: GrantkeeperOptions
declare const provider: KeyProvider
declare const grant: Grant
declare const event: ReceivedEvent
declare const request: Request
declare const response: Response
declare const error: unknown
declare const req: IncomingMessage & { url: string }
declare const res: ServerResponse
declare const secret: string, owner: string, targetUrl: string, grantId: string, roomId: string, csv: string
declare const queue: { add(event: ReceivedEvent): unknown }
declare function currentUser(request: HostRequest): { id: string } | undefined
declare function show(req: { url?: string | undefined }): Promise<string>
declare function listSpaces(request: Request): Promise<object[]>
declare function answerMessage(id: string | undefined): Promise<void>
declare function escapeHtml(text: string): string
declare function myStore(clock: { now(): number }): Store
`

/** An example as a module of its own, in test/, of the file under src/ whose export it is of; `exported` are names of values by file. */
export function frameExample(example: string, door: string, exported: ReadonlyMap<string, readonly string[]>): string {
  const lines = example.split('\n').map((line) => line.replace(/^export /, ''))
  const isImport = (line: string) => line.startsWith('import ')
  const files = new Set(['index.ts', 'emulator/index.ts', door])
  return [
    given,
    ...[...files].map((file) => `import { ${exported.get(file)?.join(', ')} } from '../src/${file}'`),
    frameworks[door] ?? '',
    ...lines.filter(isImport),
    'export async function example() {',
    ...lines.filter((line) => !isImport(line)),
    '}',
  ].join('\n')
}
