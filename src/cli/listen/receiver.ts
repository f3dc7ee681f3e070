import { listen } from '../../app/server/listen.ts'
import type { Environment } from '../../index.ts'

/** A delivery of Webex as it came, to be passed on byte by byte: what is signed is the bytes. */
export interface Delivered {
  bytes: ArrayBuffer
  /** Of those that Webex sends; lower-case names. */
  headers: Record<string, string>
}

export interface Receiver {
  url: string
  close(): Promise<void>
}

const PASSED_ON = ['content-type', 'user-agent', 'trackingid', 'x-spark-signature', 'x-webex-signature']
const MOST_BYTES = 1024 * 1024

/** Receives webhooks on a free port of this computer, at a path nobody can guess. Whoever sent one gets the given status. */
export async function receiveOn(
  environment: Environment,
  onDelivery: (delivered: Delivered) => Promise<number>,
): Promise<Receiver> {
  const path = `/${Buffer.from(environment.randomBytes(16)).toString('hex')}`
  const answer = async (request: Request) => {
    if (new URL(request.url).pathname !== path || request.method !== 'POST') return new Response(null, { status: 404 })
    if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return new Response(null, { status: 413 })
    const headers = PASSED_ON.flatMap((name) => {
      const value = request.headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    const status = await onDelivery({ bytes: await request.arrayBuffer(), headers: Object.fromEntries(headers) })
    return new Response(null, { status })
  }
  const refuse = () => new Response(null, { status: 400 })
  const listening = await listen({ answer, refuse, sleep: environment.sleep }, { port: 0 })
  return { url: listening.url + path, close: () => listening.close({ withinMs: 1000 }) }
}
