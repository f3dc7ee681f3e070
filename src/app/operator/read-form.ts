import { GrantkeeperError } from '../../index.ts'

/** What a person types here is short. */
const LARGEST = 16_384

/** The fields of a posted form. @throws WX-REQUEST-INVALID when it is none, or too large */
export async function readForm({ headers, body }: Request): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers.get('content-type') ?? ''))
    throw new GrantkeeperError('WX-REQUEST-INVALID', { detail: 'A form was expected.' })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > LARGEST) throw new GrantkeeperError('WX-REQUEST-INVALID', { detail: 'The form is too large.' })
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
