import type { Environment, Grantkeeper } from '../../index.ts'
import type { Doorkeeper, Knock } from '../operator/doorkeeper.ts'
import { createMetrics } from './metrics.ts'
import { createReadiness } from './readiness.ts'

export interface OperationsOptions {
  keeper: Grantkeeper
  environment: Pick<Environment, 'now' | 'sleep'>
  doorkeeper: Doorkeeper
}

export interface Operations {
  /** Answers `/healthz` and `/readyz` to anybody and `/metrics` to operators, under any host name; undefined otherwise. */
  answer(knock: Knock): Promise<Response | undefined>
  /** Turns readiness red for good. */
  retire(): void
}

/** What an operator's machines ask: is it alive, may it get requests, how is it going. */
export function createOperations({ keeper, environment, doorkeeper }: OperationsOptions): Operations {
  const readiness = createReadiness(keeper, environment.sleep)
  const metrics = createMetrics(keeper, environment.now)
  const answers = new Map<string, () => Promise<Response>>([
    ['/healthz', async () => Response.json({ alive: true }, { headers: plain })],
    ['/readyz', async () => answerReadiness(await readiness.find())],
    ['/metrics', async () => new Response(await metrics.print(), { headers: { ...plain, ...prometheus } })],
  ])
  return {
    async answer(knock) {
      const { request, url } = knock
      const answer = answers.get(url.pathname)
      if (!answer || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined
      // Whoever shares out requests asks by address and has no token; what the probes tell helps nobody else.
      const isOpen = url.pathname !== '/metrics'
      return isOpen || doorkeeper.admits(knock) ? answer() : undefined
    },
    retire: readiness.retire,
  }
}

const plain = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
const prometheus = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }

function answerReadiness(reason: string | undefined): Response {
  if (reason === undefined) return Response.json({ ready: true }, { headers: plain })
  return Response.json({ ready: false, reason }, { status: 503, headers: plain })
}
