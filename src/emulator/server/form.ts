/** The fields of a form-encoded body, or what is wrong with it. A field sent twice is refused. @see RFC 6749 §3.2 */
export type FormReading = { fields: Map<string, string> } | { problem: string }

export function readForm(contentType: string | undefined, body: string): FormReading {
  if (!isForm(contentType)) return { problem: 'the body must be application/x-www-form-urlencoded' }
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(body)) {
    if (fields.has(name)) return { problem: `${name.slice(0, 40)} was sent twice` }
    fields.set(name, value)
  }
  return { fields }
}

function isForm(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded'
}
