import { DroppedConnection } from '../breaking/faults.ts'
import type { Settings } from '../settings.ts'

/** A whole request body. */
export interface ReceivedBody {
  /** As text; empty for a multipart body, which may be large and is no text. */
  body: string
  bytes: Uint8Array
}

const MOST_BYTES = 64 * 1024

/**
 * The whole body; undefined when it is larger than 64 KiB, or for an upload to `/v1/messages` than the limit of uploads.
 * A sender who goes away counts as a dropped connection.
 */
export async function readBody(
  request: Request,
  { uploadLimitBytes }: Pick<Settings, 'uploadLimitBytes'>,
): Promise<ReceivedBody | undefined> {
  const isMultipart = /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '')
  const isUpload = isMultipart && request.method === 'POST' && /^\/v1\/messages\/?$/.test(new URL(request.url).pathname)
  const bytes = await readBytes(request, MOST_BYTES + (isUpload ? uploadLimitBytes : 0))
  return bytes && { bytes, body: isMultipart ? '' : bytes.toString('utf8') }
}

async function readBytes(request: Request, most: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength
      if (size > most) return undefined
      chunks.push(chunk)
    }
  } catch {
    throw new DroppedConnection()
  }
  return Buffer.concat(chunks)
}
