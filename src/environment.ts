/**
 * The world as arguments: clock, waiting, randomness and calls over the network come in through here.
 * This is the only file that touches the real ones; everything else takes an {@link Environment}.
 */
import { randomBytes, randomFillSync } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Dispatcher, Pool } from 'undici'
import { createStreamedBody, type StreamedBody } from './environment/streamed-body.ts'
import {
  createAnswer,
  type Transport,
  TransportError,
  type TransportRequest,
  type TransportResponse,
  transportError,
} from './environment/transport.ts'

export { fetchTransport } from './environment/fetch-transport.ts'
export {
  type Transport,
  TransportError,
  type TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from './environment/transport.ts'

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

/**
 * The real world on Node: kept-alive connection pools, one per origin.
 * @example
 * const environment = nodeEnvironment({ now: () => emulator.clock.now() })
 */
export function nodeEnvironment(overrides: Partial<Environment> = {}): Environment {
  const pools = createPools()
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: sleepFor,
    randomBytes: createRandomPool(),
    transport: (request) => {
      const { origin, pathname, search } = new URL(request.url)
      return exchange(pools.of(origin), pathname + search, request)
    },
    close: () => pools.close(),
    ...overrides,
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

const POOL_BYTES = 1024

/** Draws from a block: a few bytes at a time straight from the generator cost 4 % of a sign-in. No byte is given twice. */
function createRandomPool(): (length: number) => Uint8Array {
  const pool = new Uint8Array(POOL_BYTES)
  let used = POOL_BYTES
  return (length) => {
    if (length > POOL_BYTES) return randomBytes(length)
    if (used + length > POOL_BYTES) {
      randomFillSync(pool)
      used = 0
    }
    const bytes = pool.slice(used, used + length)
    pool.fill(0, used, used + length)
    used += length
    return bytes
  }
}

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
    let turn: NodeJS.Immediate | undefined
    const stop = () => {
      clearTimeout(timer)
      clearImmediate(turn)
      reject(signal?.reason)
    }
    const wake = () => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }
    // After a pause of the process timers fire before what waits at the sockets: a deadline must not end an answer that has come.
    const timer = setTimeout(() => {
      turn = setImmediate(wake)
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

function exchange(pool: Pool, path: string, request: TransportRequest): Promise<TransportResponse> {
  const { method, signal, maxBytes } = request
  return new Promise((resolve, reject) => {
    let running: Dispatcher.DispatchController | undefined
    let streamed: StreamedBody | undefined
    const stop = () => {
      running?.abort(signal?.reason)
      fail(signal?.reason)
    }
    const fail = (cause: unknown) => {
      signal?.removeEventListener('abort', stop)
      const error = transportError(cause, signal)
      streamed?.fail(error)
      reject(error)
    }
    if (signal?.aborted) return stop()
    signal?.addEventListener('abort', stop, { once: true })
    const answer = createAnswer(maxBytes)
    pool.dispatch(
      { path, method: method as Dispatcher.HttpMethod, ...contentOf(request) },
      {
        onRequestStart(controller) {
          running = controller
          // It may have waited for a connection until nobody waited for it.
          if (signal?.aborted) stop()
        },
        onResponseStart(controller, status, headers) {
          answer.begin(status, headers)
          if (!request.streamed || status < 200 || status >= 300) return
          streamed = createStreamedBody(controller)
          resolve({ ...answer.finish(), stream: streamed.stream })
        },
        onResponseData: (_, chunk) => (streamed ?? answer).add(chunk),
        onResponseEnd() {
          signal?.removeEventListener('abort', stop)
          if (streamed) streamed.end()
          else resolve(answer.finish())
        },
        onResponseError: (_, cause) => fail(cause),
      },
    )
  })
}

function contentOf(request: TransportRequest): Pick<Dispatcher.DispatchOptions, 'headers' | 'body'> {
  const { headers, body, content } = request
  if (!content) return { headers, body }
  const bytes = Readable.from(content.stream() as AsyncIterable<Uint8Array>, { objectMode: false })
  return { headers: { ...headers, 'content-length': String(content.size) }, body: bytes }
}
