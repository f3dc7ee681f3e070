import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { ControlError, type ControlProblem, type Input } from '../../control/operation.ts'
import { operations, runOperation } from '../../control/operations.ts'
import { answerJson } from '../../server/answers.ts'
import type { Endpoint } from '../../server/endpoint.ts'

/** A page of another site cannot send it without asking first, and is not allowed to. */
const HEADER = 'x-emulator-control'

const statuses: Record<ControlProblem, number> = { 'EMU-UNKNOWN': 404, 'EMU-INPUT': 400, 'EMU-NOT-FOUND': 404 }

/** The control API: `GET /_emulator` lists the operations, `POST /_emulator/clock/move` does one. */
export function listControlApi(context: EmulatorContext): Endpoint[] {
  const known = operations.map(({ name, tells, reads, input }) => ({ name, path: pathOf(name), tells, reads, input }))
  return [
    ['GET', '/_emulator', guarded(() => answerJson({ operations: known }))],
    ['GET', '/_emulator/:noun/:verb', guarded((c) => look(context, c))],
    ['POST', '/_emulator/:noun/:verb', guarded((c) => run(context, c, readInput(c.env.body)))],
  ]
}

function pathOf(name: string): string {
  return `/_emulator/${name.replace(' ', '/')}`
}

function guarded(handler: Handler<Exchange>): Handler<Exchange> {
  return async (c, next) => {
    if (c.req.header(HEADER) === undefined) {
      return refuse(403, 'EMU-HEADER', `the header ${HEADER} is missing`, `Send "${HEADER}: 1".`)
    }
    try {
      return await handler(c, next)
    } catch (error) {
      if (!(error instanceof ControlError)) throw error
      return refuse(statuses[error.code], error.code, error.message, 'GET /_emulator lists what there is.')
    }
  }
}

/** What only looks may be asked for by GET; numbers and flags of the query are read as such. */
async function look(context: EmulatorContext, c: Context<Exchange>): Promise<Response> {
  const operation = operations.find(({ name }) => name === nameOf(c))
  if (operation && !operation.reads)
    return refuse(405, 'EMU-METHOD', `"${operation.name}" changes something`, 'POST it.')
  const input = Object.fromEntries(Object.entries(c.req.query()).map(([name, text]) => [name, readValue(text)]))
  return run(context, c, input)
}

async function run(context: EmulatorContext, c: Context<Exchange>, input: Input): Promise<Response> {
  return answerJson((await runOperation(context, nameOf(c), input)) ?? {})
}

function nameOf(c: Context<Exchange>): string {
  return `${c.req.param('noun')} ${c.req.param('verb')}`
}

function readValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text
}

function readInput(body: string): Input {
  if (body.trim() === '') return {}
  try {
    const input: unknown = JSON.parse(body)
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Input
  } catch {
    // Said below.
  }
  throw new ControlError('EMU-INPUT', 'the body is no JSON object')
}

function refuse(status: number, code: string, message: string, fix: string): Response {
  return answerJson({ error: { code, message, fix } }, status)
}
