import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type Environment, GrantkeeperError } from '../index.ts'
import { watchConnections } from './connections.ts'

export interface ListenOptions {
  /** 0 takes any free one. */
  port?: number
  /** Default 127.0.0.1: reachable from this computer only. */
  host?: string | undefined
}

export interface Listening {
  url: string
  port: number
  /**
   * Accepts no more and finishes the requests under way; those that are not done in `withinMs` (default 8,000) are cut.
   * Connections without a request are closed.
   */
  close(options?: { withinMs?: number }): Promise<void>
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

/** Serves over HTTP until it is closed. */
export async function listen(
  { answer, refuse, sleep }: Served,
  { port, host = '127.0.0.1' }: ListenOptions,
): Promise<Listening> {
  const listener = getRequestListener((request, { incoming }) => answer(request, incoming.socket.remoteAddress), {
    errorHandler: (cause) => refuse(new GrantkeeperError('WX-REQUEST-INVALID', { cause })),
  })
  const server = createServer(
    {
      headersTimeout: HEADERS_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: LARGEST_HEADERS,
    },
    listener,
  )
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
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    close: ({ withinMs = CLOSE_WITHIN_MS } = {}) => endConnections(withinMs),
  }
}
