export type FormFields = { fields: URLSearchParams; unread?: undefined } | { unread: 'notAForm' | 'tooLarge' }

/** The fields of a posted form of at most so many bytes, or why they could not be read. @see SECURITY.md R65 */
export async function readForm(request: Request, mostBytes: number): Promise<FormFields> {
  const { headers } = request
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers.get('content-type') ?? ''))
    return { unread: 'notAForm' }
  if (Number(headers.get('content-length') ?? 0) > mostBytes) return { unread: 'tooLarge' }
  const bytes = await readUpTo(request, mostBytes)
  return bytes ? { fields: new URLSearchParams(bytes.toString('utf8')) } : { unread: 'tooLarge' }
}

/** The body, or undefined when there is more of it. */
async function readUpTo({ body }: Request, most: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > most) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
