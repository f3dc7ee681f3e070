import { parseAccept } from 'hono/utils/accept'

/** Whether the one who asks would rather have JSON than a page; a browser never does. */
export function prefersJson(request: Request): boolean {
  const accept = request.headers.get('accept')
  if (!accept?.includes('json')) return false
  const weightOf = (type: string) => parseAccept(accept).find((entry) => entry.type.toLowerCase() === type)?.q ?? 0
  return weightOf('application/json') > weightOf('text/html')
}
