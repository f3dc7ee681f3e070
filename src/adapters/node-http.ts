import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { HostRequest } from '../front-door.ts'

/** A request of node:http; `originalUrl` is the whole address where a framework cuts its mount off `url`. */
export type NodeRequest = IncomingMessage & { originalUrl?: string }

const hostRequests = new WeakMap<HostRequest, HostRequest>()

/**
 * The framework's own request behind the one that `ownerOf` is given, with all that middleware has put on it. Only the app
 * knows what that is, so in TypeScript it says: `hostRequestOf<express.Request>(request)`.
 * @example
 * const ownerOf = (request: HostRequest) => hostRequestOf<{ session: { userId?: string } }>(request).session.userId
 * createGrantkeeper({ ...options, ownerOf })
 */
export function hostRequestOf<Host extends object = HostRequest>(request: HostRequest): Host {
  return (hostRequests.get(request) ?? request) as Host
}

/**
 * The request as the web standard has it, at the origin that the redirect URI says and no header can change. It has no
 * body: none of our paths reads one, and the app's parser may have or want it. Undefined where it would not say what was
 * sent: `TRACE`, an address that is no path, and a path that the URL parser rewrites.
 */
export function readNodeRequest(req: NodeRequest, origin: string, host: HostRequest = req): Request | undefined {
  const sent = req.originalUrl ?? req.url ?? ''
  if (req.method === 'TRACE' || !sent.startsWith('/')) return undefined
  const url = new URL(origin + sent)
  if (url.pathname !== sent.split(/[?#]/, 1)[0]) return undefined
  const request = new Request(url, { method: req.method, headers: readHeaders(req) })
  hostRequests.set(request, host)
  return request
}

/** The request to show an error for, whatever was sent. */
export function readFailedRequest(req: NodeRequest, origin: string): Request {
  return readNodeRequest(req, origin) ?? new Request(origin, { headers: readHeaders(req) })
}

/** Without the pseudo-headers of HTTP/2. */
function readHeaders({ headers }: IncomingMessage): Headers {
  const own = Object.entries(headers).filter(([name]) => !name.startsWith(':'))
  return new Headers(own.map(([name, value]) => [name, String(value)]))
}

/** Sends a web-standard response as it comes. Cookies that the app has set stay; a client that has gone is no error. */
export async function sendResponse(response: Response, res: ServerResponse): Promise<void> {
  res.statusCode = response.status
  for (const [name, value] of response.headers) {
    if (name === 'set-cookie') res.appendHeader(name, value)
    else res.setHeader(name, value)
  }
  const body = response.body ? Readable.fromWeb(response.body) : Readable.from([])
  await pipeline(body, res).catch(() => undefined)
}
