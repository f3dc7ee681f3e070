import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Answer } from './exchange.ts'

export interface Listening {
  url: string
  port: number
  /** Ends open connections at once. */
  close(): Promise<void>
}

const LOOPBACK = '127.0.0.1'

/** Serves on the loopback interface only. Rejects with the original error, EADDRINUSE for one. */
export async function listenOn(port: number, answer: Answer): Promise<Listening> {
  const stopping = new AbortController()
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: async (request, { incoming }) => {
      try {
        return await answer(request, stopping.signal)
      } catch {
        incoming.socket.destroy()
        return new Response(null, { headers: { 'x-hono-already-sent': 'true' } })
      }
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, LOOPBACK, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
  const actual = (server.address() as AddressInfo).port
  return {
    url: `http://${LOOPBACK}:${actual}`,
    port: actual,
    close: () =>
      new Promise((resolve) => {
        stopping.abort()
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
