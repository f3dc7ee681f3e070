import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { DroppedConnection } from '../breaking/faults.ts'
import { isTravelling } from '../breaking/travel.ts'
import type { Answer } from './exchange.ts'

/** A server that listens, and the way to end it. */
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
    fetch: async (request, { incoming, outgoing }) => {
      try {
        const response = await answer(request, stopping.signal)
        if (!isTravelling(response)) return response
        await sendAsItComes(response, outgoing as HttpBindings['outgoing'])
      } catch {
        incoming.socket.destroy()
      }
      return new Response(null, { headers: { 'x-hono-already-sent': 'true' } })
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

/** Sends each piece at once, and ends the connection where the body breaks off: with a reset, or in order. */
async function sendAsItComes(response: Response, outgoing: HttpBindings['outgoing']): Promise<void> {
  const { socket } = outgoing
  outgoing.statusCode = response.status
  outgoing.setHeaders(response.headers)
  outgoing.flushHeaders()
  try {
    for await (const piece of response.body ?? []) await write(outgoing, piece)
    outgoing.end()
  } catch (error) {
    if (error instanceof DroppedConnection && error.inOrder) socket?.destroySoon()
    else socket?.resetAndDestroy()
  }
}

/** Resolves once the piece was handed to the network, so that a reset cannot overtake it. */
function write(outgoing: HttpBindings['outgoing'], piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    outgoing.write(piece, (error) => (error ? reject(error) : resolve()))
  })
}
