import type { Server, ServerResponse } from 'node:http'
import { Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Environment } from '../../index.ts'

/** How long a connection may stay on which no request is under way: the next one's bytes may be on their way. */
const SILENT_WITHIN_MS = 500
/** How often it is looked whether connections still come, before a close in spite of them. */
const MOST_LOOKS = 200

export interface EndOptions {
  /** For so long all goes on, but each answer says that its connection ends with it. */
  drainMs: number
  /** What is not done by then, counted from the beginning, is cut. */
  withinMs: number
}

/**
 * Watches a server's connections, so that it can end without cutting a request. The function it gives drains, then accepts
 * no more, answers what is under way and what still comes on open connections, and closes these.
 */
export function watchConnections(
  server: Server | TlsServer,
  sleep: Environment['sleep'],
): (options: EndOptions) => Promise<void> {
  const sockets = new Set<Socket>()
  const connections = new Map<Socket, Set<ServerResponse>>()
  let arrivals = 0
  let isEnding = false
  let isCutting = false
  server.on('connection', (socket) => {
    arrivals++
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  // Requests over TLS have a socket of their own, on top of that.
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket) => {
    connections.set(socket, new Set())
    socket.once('close', () => connections.delete(socket))
  })
  server.prependListener('request', ({ socket }, response) => {
    arrivals++
    const underWay = connections.get(socket)?.add(response)
    if (isEnding) announceEnd(response)
    response.once('close', () => {
      underWay?.delete(response)
      if (isCutting && underWay?.size === 0) socket.end()
    })
  })
  const cutSilent = () => {
    isCutting = true
    for (const [socket, underWay] of connections) if (underWay.size === 0) socket.destroy()
  }
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  /** A close resets the connections that wait to be accepted, so it comes when there are none. */
  const untilNoneComes = async () => {
    for (let looks = 0, before = -1; before !== arrivals && looks < MOST_LOOKS; looks++) {
      before = arrivals
      await sleep(1)
    }
  }
  return async ({ drainMs, withinMs }) => {
    isEnding = true
    for (const underWay of connections.values()) for (const response of underWay) announceEnd(response)
    const closed = new AbortController()
    const cutAfter = (ms: number, cut: () => void) => sleep(ms, closed.signal).then(cut, () => undefined)
    void cutAfter(withinMs, cutAll)
    await sleep(drainMs)
    await untilNoneComes()
    // Node would cut connections that are kept alive at once, a request on its way or not.
    server.closeIdleConnections = () => undefined
    void cutAfter(SILENT_WITHIN_MS, cutSilent)
    await new Promise((resolve) => server.close(resolve))
    closed.abort()
  }
}

function announceEnd(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
}
