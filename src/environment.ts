/**
 * The world as arguments: clock, waiting, randomness and calls over the network come in through here.
 * This is the only file that touches the real ones; everything else takes an {@link Environment}.
 */
import { randomBytes } from 'node:crypto'
import { type Dispatcher, Pool } from 'undici'

/** What the library, the emulator and the app may ask of the world. Tests bring their own. */
export interface Environment {
  /** Wall clock in milliseconds since 1970. May jump; never use it to wait. */
  now(): number
  /** Milliseconds that only ever grow, for waits and durations. */
  monotonic(): number
  /** Resolves after `ms` (any length, also beyond 2^31-1). Rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Cryptographically strong random bytes. */
  randomBytes(length: number): Uint8Array
  /** One HTTP exchange; see {@link Transport}. */
  transport: Transport
  /** Ends what the environment keeps open (idle connections). */
  close(): Promise<void>
}

export interface TransportRequest {
  method: string
  /** Absolute http(s) URL without credentials. */
  url: string
  /** Lower-case names. */
  headers: Record<string, string>
  body?: string
  signal?: AbortSignal
  /** Most bytes of body that are read before the exchange is given up with `too-large`. */
  maxBytes: number
}

export interface TransportResponse {
  status: number
  /** Lower-case names; repeated headers joined by `, `. */
  headers: Record<string, string>
  /** The body as UTF-8 text. */
  body: string
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

/** The real world on Node: kept-alive connection pools, one per origin. */
export function nodeEnvironment(overrides: Partial<Environment> = {}): Environment {
  const pools = createPools()
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: sleepFor,
    randomBytes: (length) => randomBytes(length),
    transport: (request) => exchange(pools.of(new URL(request.url).origin), request),
    close: () => pools.close(),
    ...overrides,
  }
}

/** Makes a transport of any `fetch`, for tests without sockets and for other runtimes. */
export function fetchTransport(fetch: (request: Request) => Response | Promise<Response>): Transport {
  return async ({ method, url, headers, body, signal, maxBytes }) => {
    const request = new Request(url, { method, headers, body, signal, redirect: 'manual' })
    const response = await Promise.resolve(fetch(request)).catch((cause) => {
      if (cause instanceof TransportError) throw cause
      throw new TransportError(signal?.aborted ? 'aborted' : 'interrupted', 'the exchange broke off', { cause })
    })
    const answer = Object.fromEntries(response.headers)
    refuseEncoding(answer)
    return { status: response.status, headers: answer, body: await readCapped(response.body ?? [], maxBytes, signal) }
  }
}

/**
 * Runs `work` with a signal that aborts after `ms` by this environment's clock, or when `outer` aborts.
 * The wait itself never outlives the work.
 */
export async function withDeadline<T>(
  environment: Environment,
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController()
  const done = new AbortController()
  const abort = () => deadline.abort(outer?.reason)
  outer?.addEventListener('abort', abort, { once: true })
  if (outer?.aborted) abort()
  environment.sleep(ms, done.signal).then(
    () => deadline.abort(new TransportError('aborted', `no answer within ${ms} ms`)),
    () => undefined,
  )
  try {
    return await work(deadline.signal)
  } finally {
    outer?.removeEventListener('abort', abort)
    done.abort(DONE)
  }
}

/** A reason made once: making one for each call would cost a stack trace each. */
const DONE = new Error('the work is done')

/** Node's timers fire at once beyond this many milliseconds, so longer waits are made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

async function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
  if (Number.isNaN(ms)) throw new RangeError('sleep needs a number of milliseconds')
  for (let left = Math.max(0, ms); ; left -= LONGEST_TIMER_MS) {
    await sleepOnce(Math.min(left, LONGEST_TIMER_MS), signal)
    if (left <= LONGEST_TIMER_MS) return
  }
}

function sleepOnce(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}

interface Pools {
  of(origin: string): Pool
  close(): Promise<void>
}

function createPools(): Pools {
  const pools = new Map<string, Pool>()
  return {
    of(origin) {
      const known = pools.get(origin)
      if (known) return known
      const pool = new Pool(origin, { connections: 64, connect: { timeout: 10_000 } })
      pools.set(origin, pool)
      return pool
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()))
      pools.clear()
    },
  }
}

async function exchange(pool: Pool, request: TransportRequest): Promise<TransportResponse> {
  const { pathname, search } = new URL(request.url)
  let response: Dispatcher.ResponseData
  try {
    response = await pool.request({
      path: pathname + search,
      method: request.method as Dispatcher.HttpMethod,
      headers: request.headers,
      body: request.body,
      signal: request.signal,
    })
  } catch (cause) {
    throw transportError(cause, request.signal)
  }
  const headers = joinHeaders(response.headers)
  try {
    refuseEncoding(headers)
    const body = await readCapped(response.body, request.maxBytes, request.signal)
    return { status: response.statusCode, headers, body }
  } catch (error) {
    response.body.on('error', () => undefined).destroy()
    throw error
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

function transportError(cause: unknown, signal: AbortSignal | undefined): TransportError {
  if (cause instanceof TransportError) return cause
  if (signal?.aborted) return new TransportError('aborted', 'the exchange was ended before its answer', { cause })
  const code = (cause as { code?: string } | undefined)?.code ?? ''
  const unsent = NOTHING_WAS_SENT.has(code) || code.startsWith('ERR_TLS') || code.includes('CERT')
  if (unsent) return new TransportError('unreachable', `no connection (${code})`, { cause })
  return new TransportError('interrupted', `the exchange broke off (${code || 'no code'})`, { cause })
}

function joinHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return joined
}

/** We never ask for compression; an answer that has it anyway could be a bomb, and is refused unread. */
function refuseEncoding(headers: Record<string, string>): void {
  const encoding = headers['content-encoding']
  if (encoding && encoding !== 'identity') throw new TransportError('encoded', `unasked content-encoding ${encoding}`)
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

async function readCapped(chunks: Chunks, maxBytes: number, signal?: AbortSignal): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of chunks) {
      size += chunk.byteLength
      if (size > maxBytes) throw new TransportError('too-large', `the answer is larger than ${maxBytes} bytes`)
      parts.push(chunk)
    }
  } catch (cause) {
    throw transportError(cause, signal)
  }
  return Buffer.concat(parts).toString('utf8')
}
