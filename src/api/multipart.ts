import type { Environment } from '../environment.ts'

/** A body of several parts; its bytes are read when it is sent, as often as it is sent. */
export interface Multipart {
  content: Blob
  contentType: string
}

/**
 * Packs fields and a file; what is no text is written as JSON, what is undefined is left out.
 * @see RFC 7578
 */
export function createMultipart(
  fields: Readonly<Record<string, unknown>>,
  file: { name: string; content: Blob },
  randomBytes: Environment['randomBytes'],
): Multipart {
  // So long that no file can hold it by chance, and nobody can have written it on purpose.
  const boundary = `grantkeeper-${Buffer.from(randomBytes(16)).toString('hex')}`
  const texts = Object.entries(fields).flatMap(([name, value]) => {
    if (value === undefined) return []
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return `--${boundary}\r\n${describePart(name)}\r\n\r\n${text}\r\n`
  })
  const type = file.content.type || 'application/octet-stream'
  const head = `--${boundary}\r\n${describePart(file.name, nameOf(file.content))}\r\nContent-Type: ${type}\r\n\r\n`
  const content = new Blob([...texts, head, file.content, `\r\n--${boundary}--\r\n`])
  return { content, contentType: `multipart/form-data; boundary=${boundary}` }
}

function describePart(name: string, fileName?: string): string {
  const disposition = `Content-Disposition: form-data; name="${escapeName(name)}"`
  return fileName === undefined ? disposition : `${disposition}; filename="${escapeName(fileName)}"`
}

/** @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
function escapeName(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')
}

/** Only a `File` has a name. */
function nameOf(content: Blob & { name?: unknown }): string {
  return typeof content.name === 'string' && content.name !== '' ? content.name : 'file'
}
