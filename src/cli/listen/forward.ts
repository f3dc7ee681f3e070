import type { Environment } from '../../index.ts'
import { cleanText, type Output } from '../output.ts'
import type { Delivered } from './receiver.ts'

/** What became of one delivery. */
export interface Forwarded {
  /** What the app answered; undefined when nothing came. */
  status: number | undefined
  tookMs: number
}

const WAIT_MS = 30_000

/** Passes a delivery on as it came. */
export async function forward(
  environment: Environment,
  url: string,
  { bytes, headers }: Delivered,
): Promise<Forwarded> {
  const [deadline, done] = [new AbortController(), new AbortController()]
  environment.sleep(WAIT_MS, done.signal).then(
    () => deadline.abort(),
    () => undefined,
  )
  const begunAt = environment.monotonic()
  const content = new Blob([bytes])
  const status = await environment
    .transport({ method: 'POST', url, headers, content, signal: deadline.signal, maxBytes: 1024 * 1024 })
    .then(
      (answer) => answer.status,
      () => undefined,
    )
  done.abort()
  return { status, tookMs: Math.round(environment.monotonic() - begunAt) }
}

/** Of an envelope only what says what it is. */
export interface Told {
  resource: string
  event: string
  id: string
  /** The room it happened in, where it says so. */
  roomId: string | undefined
}

export function describeEvent(bytes: ArrayBuffer): Told {
  try {
    const { resource, event, data } = JSON.parse(Buffer.from(bytes).toString('utf8'))
    const roomId: unknown = data?.roomId ?? (resource === 'rooms' && event !== 'deleted' ? data?.id : undefined)
    return {
      resource: cleanText(String(resource)),
      event: cleanText(String(event)),
      id: cleanText(String(data?.id ?? '')),
      roomId: typeof roomId === 'string' ? roomId : undefined,
    }
  } catch {
    return { resource: 'unreadable', event: '', id: '', roomId: undefined }
  }
}

export function tellForwarded(url: string, { status, tookMs }: Forwarded, time: string, output: Output): void {
  const good = status !== undefined && status < 300
  const told = output.paint(good ? 'green' : 'red', `[${status ?? 'no answer'}]`)
  output.print(`${time}  <-- ${told} POST ${cleanText(url)}  ${tookMs} ms${hintOf(status, url)}`)
}

function hintOf(status: number | undefined, url: string): string {
  const { pathname, host } = new URL(url)
  if (status === undefined) return `   hint: does anything listen at ${cleanText(host)}?`
  if (status === 404 || status === 405) return `   hint: your app has no POST ${cleanText(pathname)}`
  return status === 401 || status === 403 ? '   hint: does your app use the webhook secret shown above?' : ''
}
