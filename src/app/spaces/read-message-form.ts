/** A form with the longest message, each of its bytes written as three, and some more. @see SECURITY.md R65 */
const LARGEST = 65_536

/** The text of a posted form, or why it could not be read. */
export async function readMessageForm(request: Request): Promise<{ text?: string; unread?: 'notAForm' | 'tooLarge' }> {
  const { headers } = request
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers.get('content-type') ?? ''))
    return { unread: 'notAForm' }
  if (Number(headers.get('content-length') ?? 0) > LARGEST) return { unread: 'tooLarge' }
  const bytes = await readUpTo(request, LARGEST)
  if (!bytes) return { unread: 'tooLarge' }
  const fields = new URLSearchParams(bytes.toString('utf8'))
  // A form ends each line with CR LF, and Webex counts bytes.
  return { text: (fields.get('text') ?? '').replaceAll('\r\n', '\n') }
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
