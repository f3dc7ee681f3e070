import type { EmulatorContext } from '../../context.ts'
import { ControlError, type Input } from '../../control/operation.ts'
import { WebhooksPage } from '../../pages/control/webhooks.tsx'
import type { Endpoint } from '../../server/endpoint.ts'
import { pageRoutes, readFilled } from './forms.tsx'

/** Webhooks: list, deliveries once more in every wrong way, made-up events. */
export function webhooksRoutes(context: EmulatorContext): Endpoint[] {
  const { show, act } = pageRoutes(context, '/webhooks', WebhooksPage)
  return [
    ['GET', '/webhooks', show],
    ['POST', '/webhooks/redeliver', act({ operation: 'webhooks redeliver', input: readWay, done: 'redelivered' })],
    ['POST', '/webhooks/trigger', act({ operation: 'webhooks trigger', input: readTrigger, done: 'triggered' })],
  ]
}

const ways = new Map<string, Input>([
  ['duplicate', { times: 3 }],
  ['late', { delayMs: 30_000 }],
  ['forged', { badSignature: true }],
])

function readWay(sent: URLSearchParams): Input {
  return { id: sent.get('id') ?? '', ...ways.get(sent.get('way') ?? '') }
}

function readTrigger(sent: URLSearchParams): Input {
  const { data, ...rest } = readFilled(sent, 'resource', 'event', 'webhookId', 'data')
  return { ...rest, ...(data !== undefined && { data: readJson('data', String(data)) }) }
}

/** @throws ControlError that names the field */
export function readJson(field: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ControlError('EMU-INPUT', `${field}: is no JSON`)
  }
}
