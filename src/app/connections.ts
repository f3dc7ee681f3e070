import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Environment } from '../index.ts'

/** How long a connection may stay on which no request is under way: the first one's bytes may be on their way. */
const SILENT_WITHIN_MS = 500

/**
 * Watches a server's connections, so that it can end without cutting a request. The function it gives accepts no more,
 * answers what is under way with `Connection: close`, and cuts what is not done after `withinMs`.
 */
export function watchConnections(server: Server, sleep: Environment['sleep']): (withinMs: number) => Promise<void> {
  const connections = new Map<Socket, Set<ServerResponse>>()
  let isEnding = false
  server.on('connection', (socket) => {
    connections.set(socket, new Set())
    socket.once('close', () => connections.delete(socket))
  })
  server.prependListener('request', ({ socket }, response) => {
    const underWay = connections.get(socket)?.add(response)
    if (isEnding) announceEnd(response)
    response.once('close', () => {
      underWay?.delete(response)
      if (isEnding && underWay?.size === 0) socket.end()
    })
  })
  const cutSilent = () => {
    for (const [socket, underWay] of connections) if (underWay.size === 0) socket.destroy()
  }
  return async (withinMs) => {
    isEnding = true
    for (const underWay of connections.values()) for (const response of underWay) announceEnd(response)
    const closed = new AbortController()
    const cutAfter = (ms: number, cut: () => void) => sleep(ms, closed.signal).then(cut, () => undefined)
    void cutAfter(Math.min(SILENT_WITHIN_MS, withinMs), cutSilent)
    void cutAfter(withinMs, () => server.closeAllConnections())
    await new Promise((resolve) => server.close(resolve))
    closed.abort()
  }
}

function announceEnd(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
}
