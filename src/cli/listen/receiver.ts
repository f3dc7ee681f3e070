import { listen } from '../../app/server/listen.ts'
import type { Environment } from '../../index.ts'

/** A delivery of Webex as it came, to be passed on byte by byte: what is signed is the bytes. */
export interface Delivered {
  bytes: ArrayBuffer
  /** Of those that Webex sends; lower-case names. */
  headers: Record<string, string>
}

export interface Receiver {
  origin: string
  /** Nobody can guess it. */
  path: string
  close(): Promise<void>
}

const PASSED_ON = ['content-type', 'user-agent', 'trackingid', 'x-spark-signature', 'x-webex-signature']
const MOST_BYTES = 1024 * 1024

/** Receives webhooks on a port of this computer (0: a free one). Whoever sent one gets the given status. */
export async function receiveOn(
  environment: Environment,
  port: number,
  onDelivery: (delivered: Delivered) => Promise<number>,
): Promise<Receiver> {
  const path = `/${Buffer.from(environment.randomBytes(16)).toString('hex')}`
  const answer = async (request: Request) => {
    if (!new URL(request.url).pathname.endsWith(path) || request.method !== 'POST')
      return new Response(null, { status: 404 })
    const bytes = await readBytes(request)
    if (!bytes) return new Response(null, { status: 413 })
    const headers = PASSED_ON.flatMap((name) => {
      const value = request.headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    const status = await onDelivery({ bytes, headers: Object.fromEntries(headers) })
    return new Response(null, { status })
  }
  const refuse = () => new Response(null, { status: 400 })
  const listening = await listen({ answer, refuse, sleep: environment.sleep }, { port })
  return { origin: listening.url, path, close: () => listening.close({ withinMs: 1000 }) }
}

/** The body; undefined when it is too large, whatever its length was said to be. */
async function readBytes({ body }: Request): Promise<ArrayBuffer | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > MOST_BYTES) return undefined
    chunks.push(chunk)
  }
  return new Blob(chunks).arrayBuffer()
}
