import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type Environment, GrantkeeperError } from '../../index.ts'
import { type EndOptions, watchConnections } from './watch-connections.ts'

export interface ListenOptions {
  /** 0 takes any free one. */
  port?: number
  /** Default 127.0.0.1: reachable from this computer only. */
  host?: string | undefined
  /** Certificate chain and private key, as PEM. Default: plain HTTP. */
  tls?: { cert: string; key: string } | undefined
}

/** The app's server, and the way to end it without dropping a request. */
export interface Listening {
  url: string
  port: number
  /**
   * Goes on for `drainMs` (default 0), asking each client to open a new connection for its next request. Then accepts no
   * more and finishes what is under way; what is not done in `withinMs` from the call (default 8,000) is cut.
   */
  close(options?: Partial<EndOptions>): Promise<void>
}

const HEADERS_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 30_000
const LARGEST_HEADERS = 16_384
const CLOSE_WITHIN_MS = 8_000

export interface Served {
  /** `peer` is the address at the other end of the connection. */
  answer: (request: Request, peer: string | undefined) => Promise<Response>
  /** Answers what is no request at all. */
  refuse: (error: GrantkeeperError) => Response
  sleep: Environment['sleep']
}

/** Serves over HTTP or HTTPS until it is closed. Rejects with Node's own error where the certificate or the key is none. */
export async function listen(
  { answer, refuse, sleep }: Served,
  { port, host = '127.0.0.1', tls }: ListenOptions,
): Promise<Listening> {
  const listener = getRequestListener((request, { incoming }) => answer(request, incoming.socket.remoteAddress), {
    errorHandler: (cause) => refuse(new GrantkeeperError('WX-REQUEST-INVALID', { cause })),
  })
  const bounds = {
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    connectionsCheckingInterval: 5_000,
    maxHeaderSize: LARGEST_HEADERS,
  }
  const server = tls ? createTlsServer({ ...bounds, ...tls }, listener) : createServer(bounds, listener)
  const endConnections = watchConnections(server, sleep)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    close: (options) => endConnections({ drainMs: 0, withinMs: CLOSE_WITHIN_MS, ...options }),
  }
}
