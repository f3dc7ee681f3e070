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

/** A server's connections, and what is under way on each. */
interface Connections {
  /** Every connection, also one that has not said a word. */
  sockets: ReadonlySet<Socket>
  /** Answers that are under way, by the socket that requests come from. */
  underWay: ReadonlyMap<Socket, Set<ServerResponse>>
  /** Connections and requests so far. */
  arrivals(): number
}

/**
 * Watches a server's connections, so that it can end without cutting a request. The function it gives drains, then accepts
 * no more, answers what is under way and what still comes on open connections, and closes these.
 */
export function watchConnections(
  server: Server | TlsServer,
  sleep: Environment['sleep'],
): (options: EndOptions) => Promise<void> {
  let isEnding = false
  let isCutting = false
  const { sockets, underWay, arrivals } = followConnections(server, (socket) => void (isCutting && socket.end()))
  server.prependListener('request', (_, response) => void (isEnding && announceEnd(response)))
  const cutSilent = () => {
    isCutting = true
    for (const [socket, answers] of underWay) if (answers.size === 0) socket.destroy()
  }
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  /** A close resets the connections that wait to be accepted, so it comes when there are none. */
  const untilNoneComes = async () => {
    for (let looks = 0, before = -1; before !== arrivals() && looks < MOST_LOOKS; looks++) {
      before = arrivals()
      await sleep(1)
    }
  }
  return async ({ drainMs, withinMs }) => {
    isEnding = true
    for (const answers of underWay.values()) for (const response of answers) announceEnd(response)
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

/** `onSilent` hears of each socket on which the last answer that was under way has ended. */
function followConnections(server: Server | TlsServer, onSilent: (socket: Socket) => void): Connections {
  const sockets = new Set<Socket>()
  const underWay = new Map<Socket, Set<ServerResponse>>()
  let arrivals = 0
  server.on('connection', (socket) => {
    arrivals++
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  // Requests over TLS have a socket of their own, on top of that.
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket) => {
    underWay.set(socket, new Set())
    socket.once('close', () => underWay.delete(socket))
  })
  server.prependListener('request', ({ socket }, response) => {
    arrivals++
    const answers = underWay.get(socket)?.add(response)
    response.once('close', () => {
      answers?.delete(response)
      if (answers?.size === 0) onSilent(socket)
    })
  })
  return { sockets, underWay, arrivals: () => arrivals }
}

function announceEnd(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
}
