/** One HTTP exchange as the environment makes it: what is sent, what comes back, and why nothing may come. */

export interface TransportRequest {
  method: string
  /** Absolute http(s) URL without credentials. */
  url: string
  /** Lower-case names. */
  headers: Record<string, string>
  body?: string
  /** Bytes in place of `body`; read while they are sent, and never held as a whole. */
  content?: Blob
  /** Ends the exchange; a streamed body too, for as long as it is read. */
  signal?: AbortSignal
  /** Most bytes of body that are collected before the exchange is given up with `too-large`. */
  maxBytes: number
  /** Gives a 2xx answer as soon as its head has come, with its body as `stream`, which `maxBytes` does not limit. */
  streamed?: boolean
}

export interface TransportResponse {
  status: number
  /** Lower-case names; repeated headers joined by `, `. */
  headers: Record<string, string>
  /** The body as UTF-8 text; empty where there is a `stream`. */
  body: string
  /** The bytes of a 2xx answer to a `streamed` request; it fails with {@link TransportError} where they break off. */
  stream?: ReadableStream<Uint8Array>
}

/**
 * Sends one request and reads its whole answer. It never follows a redirect, never decompresses and never retries:
 * a 3xx is an answer like any other. Fails with {@link TransportError} only.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>

/**
 * Why an exchange brought no whole answer.
 * `unreachable`: nothing was sent (no connection). `interrupted`: it broke after sending may have begun, so the server
 * may have acted. `aborted`: our signal ended it, with the same doubt. `too-large` and `encoded`: an answer came, unusable.
 */
export type TransportFailure = 'unreachable' | 'interrupted' | 'aborted' | 'too-large' | 'encoded'

export class TransportError extends Error {
  readonly failure: TransportFailure

  constructor(failure: TransportFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'TransportError'
    this.failure = failure
  }
}

const NOTHING_WAS_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Why nothing came, told from what the exchange failed with. */
export function transportError(cause: unknown, signal: AbortSignal | undefined): TransportError {
  if (cause instanceof TransportError) return cause
  if (signal?.aborted) return new TransportError('aborted', 'the exchange was ended before its answer', { cause })
  const code = (cause as { code?: string } | undefined)?.code ?? ''
  const unsent = NOTHING_WAS_SENT.has(code) || code.startsWith('ERR_TLS') || code.includes('CERT')
  if (unsent) return new TransportError('unreachable', `no connection (${code})`, { cause })
  return new TransportError('interrupted', `the exchange broke off (${code || 'no code'})`, { cause })
}

export interface Answer {
  begin(status: number, headers: Record<string, string | string[] | undefined>): void
  add(chunk: Uint8Array): void
  finish(): TransportResponse
}

/** Collects an answer as it comes. What is packed or larger than `maxBytes` is refused by a {@link TransportError}. */
export function createAnswer(maxBytes: number): Answer {
  const parts: Uint8Array[] = []
  let [status, size] = [0, 0]
  let headers: Record<string, string> = {}
  return {
    begin(code, lines) {
      status = code
      headers = joinHeaders(lines)
      // We never ask for compression; an answer that has it anyway could be a bomb, and is refused unread.
      const encoding = headers['content-encoding']
      if (encoding && encoding !== 'identity')
        throw new TransportError('encoded', `unasked content-encoding ${encoding}`)
    },
    add(chunk) {
      size += chunk.byteLength
      if (size > maxBytes) throw new TransportError('too-large', `the answer is larger than ${maxBytes} bytes`)
      parts.push(chunk)
    },
    finish: () => ({ status, headers, body: Buffer.concat(parts).toString('utf8') }),
  }
}

function joinHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) joined[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return joined
}
