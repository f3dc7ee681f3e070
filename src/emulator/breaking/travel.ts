import type { Environment } from '../../environment.ts'
import type { Fault } from './fault.ts'
import { DroppedConnection } from './faults.ts'

const travelling = new WeakSet<Response>()

/** Whether the body of an answer pauses or breaks off, so that each piece must be sent as soon as it is there. */
export function isTravelling(answer: Response): boolean {
  return travelling.has(answer)
}

/** The answer with a body that comes in pieces, or breaks off with {@link DroppedConnection}, as the fault asks. */
export async function letTravel(
  environment: Environment,
  { drip, drop }: Fault,
  answer: Response,
  stop: AbortSignal | undefined,
): Promise<Response> {
  const cut = drop === 'mid-body' || drop === 'truncated'
  if (!drip && !cut) return answer
  const whole = new Uint8Array(await answer.arrayBuffer())
  const headers = new Headers(answer.headers)
  headers.set('content-length', String(whole.length))
  const sent = cut ? whole.subarray(0, Math.floor(whole.length / 2)) : whole
  const { bytes = sent.length, everyMs = 0 } = drip ?? {}
  const pieces = cutUp(sent, bytes)
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = pieces.next()
      if (value) {
        controller.enqueue(value)
        if (everyMs > 0) await environment.sleep(everyMs, stop)
      }
      if (!done) return
      if (cut) controller.error(new DroppedConnection({ inOrder: drop === 'truncated' }))
      else controller.close()
    },
  })
  const { status } = answer
  const travels = new Response(status === 204 || status === 205 || status === 304 ? null : body, { status, headers })
  travelling.add(travels)
  return travels
}

function* cutUp(whole: Uint8Array, size: number): Generator<Uint8Array, undefined> {
  for (let at = 0; at < whole.length; at += size) yield whole.slice(at, at + size)
}
