import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { GrantkeeperError } from '../index.ts'

export interface ListenOptions {
  /** 0 takes any free one. */
  port?: number
  /** Default 127.0.0.1: reachable from this computer only. */
  host?: string | undefined
}

export interface Listening {
  url: string
  port: number
  /** Ends open connections at once, idle ones too. */
  close(): Promise<void>
}

const HEADERS_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 30_000
const LARGEST_HEADERS = 16_384

/** Serves `fetch` over HTTP; what is no request at all is answered by `refuse`. */
export async function listen(
  fetch: (request: Request) => Promise<Response>,
  refuse: (error: GrantkeeperError) => Response,
  { port, host = '127.0.0.1' }: ListenOptions,
): Promise<Listening> {
  const listener = getRequestListener(fetch, {
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
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
