import { DroppedConnection } from '../breaking/faults.ts'

const MOST_BYTES = 64 * 1024

/** The whole body as text; undefined when it is larger than 64 KiB. A sender who goes away counts as a dropped connection. */
export async function readBody(request: Request): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength
      if (size > MOST_BYTES) return undefined
      chunks.push(chunk)
    }
  } catch {
    throw new DroppedConnection()
  }
  return Buffer.concat(chunks).toString('utf8')
}
