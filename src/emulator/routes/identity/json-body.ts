/** The object in a JSON body; undefined for anything else. */
export function readJsonBody(body: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(body)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : undefined
  } catch {
    return undefined
  }
}
