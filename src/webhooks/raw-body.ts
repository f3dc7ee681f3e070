import { GrantkeeperError } from '../errors/index.ts'

/**
 * A delivery as its host has it: a web-standard `Request`, Node's request before any parser, or the bytes with the headers
 * (Express with `express.raw()`, Fastify with a parser of buffers, a function in the cloud). A text counts as UTF-8.
 */
export type WebhookRequest = Request | { headers: Headers | HeaderRecord; body?: unknown }

type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>

const MOST_BYTES = 1024 * 1024

/**
 * The bytes of a delivery as they arrived.
 * @throws WX-WEBHOOK-RAW-BODY, WX-WEBHOOK-TOO-LARGE, WX-WEBHOOK-BODY
 */
export async function readRawBody(request: WebhookRequest): Promise<Uint8Array> {
  if (Number(readHeader(request, 'content-length')) > MOST_BYTES) throw new GrantkeeperError('WX-WEBHOOK-TOO-LARGE')
  const body = findBody(request)
  if (typeof body === 'string') return capBytes(new TextEncoder().encode(body))
  if (body instanceof Uint8Array) return capBytes(body)
  if (body === null) return new Uint8Array()
  if (!isStream(body) || isSpent(body)) throw new GrantkeeperError('WX-WEBHOOK-RAW-BODY')
  return readStream(body)
}

/** The one value of a header, whatever the case of its name; undefined where there is none, or more than one. */
export function readHeader({ headers }: WebhookRequest, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const values = Object.entries(headers).flatMap(([key, value]) => (key.toLowerCase() === name ? (value ?? []) : []))
  return values.length === 1 ? values[0] : undefined
}

function findBody(request: WebhookRequest): unknown {
  if (request instanceof Request && request.bodyUsed) return undefined
  return request.body === undefined ? request : request.body
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

/** A stream that another has read gives nothing more, and nothing is what a missing signature would be blamed for. */
function isSpent(body: object): boolean {
  return ('readableDidRead' in body && body.readableDidRead === true) || ('locked' in body && body.locked === true)
}

function capBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength > MOST_BYTES) throw new GrantkeeperError('WX-WEBHOOK-TOO-LARGE')
  return bytes
}

async function readStream(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength
      if (size > MOST_BYTES) throw new GrantkeeperError('WX-WEBHOOK-TOO-LARGE')
      chunks.push(chunk)
    }
    return Buffer.concat(chunks, size)
  } catch (cause) {
    if (cause instanceof GrantkeeperError) throw cause
    throw new GrantkeeperError('WX-WEBHOOK-BODY', { cause, detail: 'It broke off.' })
  }
}
