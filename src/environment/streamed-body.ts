import type { TransportError } from './transport.ts'

/** What brings a body, and can be told to wait, to go on and to end. */
export interface Carrier {
  pause(): void
  resume(): void
  abort(reason: Error): void
}

export interface StreamedBody {
  stream: ReadableStream<Uint8Array>
  add(chunk: Uint8Array): void
  end(): void
  fail(error: TransportError): void
}

/** Bytes that may wait for the reader before their carrier is told to wait too. */
const MOST_WAITING_BYTES = 64 * 1024

/** Hands a body on as it comes, no faster than it is read. A reader who cancels ends what carries it. */
export function createStreamedBody(carrier: Carrier): StreamedBody {
  let queue: ReadableStreamDefaultController<Uint8Array> | undefined
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        queue = controller
      },
      pull: () => carrier.resume(),
      cancel() {
        queue = undefined
        carrier.abort(new Error('nobody reads the answer any more'))
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING_BYTES }),
  )
  return {
    stream,
    add(chunk) {
      queue?.enqueue(chunk)
      if (queue && (queue.desiredSize ?? 0) <= 0) carrier.pause()
    },
    end: () => queue?.close(),
    fail: (error) => queue?.error(error),
  }
}
