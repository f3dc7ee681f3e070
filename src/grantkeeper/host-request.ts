import type { HostRequest } from '../front-door.ts'

/** The Cookie header of a web-standard or a Node request. */
export function cookieHeaderOf({ headers }: HostRequest): string | undefined {
  // Not by its class: there may be more than one in a process, such as undici's.
  if (isHeaders(headers)) return headers.get('cookie') ?? undefined
  const { cookie } = headers
  return Array.isArray(cookie) ? cookie.join('; ') : cookie
}

function isHeaders(headers: HostRequest['headers']): headers is Headers {
  return typeof headers.get === 'function'
}
