import { withDeadline } from '../environment.ts'
import { GrantkeeperError } from '../errors/index.ts'
import type { Download } from './contents.ts'
import type { ApiAnswer, ApiContext } from './context.ts'

interface Limits {
  maxBytes: number
  /** Most milliseconds until the next bytes come. */
  deadlineMs: number
  signal: AbortSignal | undefined
}

/** Opens the body of an answer to a reader: within its limits, and with our errors where it ends badly. */
export function openDownload(
  { environment }: Pick<ApiContext, 'environment'>,
  answer: ApiAnswer,
  limits: Limits,
): Pick<Download, 'stream' | 'bytes'> {
  const { maxBytes, deadlineMs, signal } = limits
  // A transport of somebody's own may know text only.
  const reader = (answer.stream ?? new Blob([answer.body]).stream()).getReader()
  let size = 0
  const readOn = () => withDeadline(environment, deadlineMs, signal, (late) => untilLate(reader.read(), late))
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await readOn()
          if (done) return controller.close()
          size += value.byteLength
          if (size > maxBytes) throw tooLarge(maxBytes, answer)
          controller.enqueue(value)
        } catch (cause) {
          reader.cancel().catch(() => undefined)
          controller.error(signal?.aborted ? signal.reason : nameFailure(cause, answer))
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return { stream, bytes: () => collect(stream) }
}

function untilLate<T>(work: Promise<T>, late: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (late.aborted) return reject(late.reason)
    late.addEventListener('abort', () => reject(late.reason), { once: true })
    work.then(resolve, reject)
  })
}

function tooLarge(maxBytes: number, { trackingId }: ApiAnswer): GrantkeeperError {
  return new GrantkeeperError('WX-API-RESPONSE', { detail: `The file is larger than ${maxBytes} bytes.`, trackingId })
}

function nameFailure(cause: unknown, { trackingId }: ApiAnswer): GrantkeeperError {
  if (cause instanceof GrantkeeperError) return cause
  return new GrantkeeperError('WX-API-UNAVAILABLE', { cause, detail: 'The file broke off.', trackingId })
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Uint8Array(Buffer.concat(chunks))
    chunks.push(value)
  }
}
