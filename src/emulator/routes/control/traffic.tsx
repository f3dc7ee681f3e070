import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import type { JournalEntry } from '../../journal.ts'
import { isWanted, Request, readFilter } from '../../pages/control/requests.tsx'
import { TrafficPage } from '../../pages/control/traffic.tsx'
import type { Endpoint } from '../../server/endpoint.ts'
import { pageRoutes, queryOf } from './forms.tsx'

/** Traffic: the list, and a stream that lets it go on. */
export function trafficRoutes(context: EmulatorContext): Endpoint[] {
  const { show, act } = pageRoutes(context, '/traffic', TrafficPage, { live: true })
  return [
    ['GET', '/traffic', show],
    ['GET', '/traffic/stream', streamRequests(context)],
    ['POST', '/traffic/clear', act({ operation: 'traffic clear', done: 'traffic-cleared' })],
  ]
}

const MOST_STREAMS = 20
/** A reader that is so many requests behind is let go; it comes back and is told what it missed. */
const MOST_WAITING = 200
const MOST_MISSED = 100

/** Each request that the filter wants, as a row of the page. It ends when the reader goes or the server closes. */
function streamRequests({ journal }: EmulatorContext): Handler<Exchange> {
  const open = new Set<symbol>()
  return (c) => {
    // A browser does not try again after a 204.
    if (open.size >= MOST_STREAMS) return c.body(null, 204)
    const filter = readFilter(queryOf(c))
    const missed = journal.entries(readAfter(c)).filter((entry) => isWanted(filter, entry))
    const reader = Symbol('reader')
    let leave = () => {}
    const start = (stream: ReadableStreamDefaultController<Uint8Array>) => {
      const stop = journal.onEntry((entry) => {
        if (isWanted(filter, entry)) stream.enqueue(writeEvent(entry))
        if ((stream.desiredSize ?? 0) > 0) return
        leave()
        stream.close()
      })
      open.add(reader)
      leave = () => {
        open.delete(reader)
        stop()
      }
      stream.enqueue(encoder.encode('retry: 2000\n\n'))
      for (const entry of missed.slice(-MOST_MISSED)) stream.enqueue(writeEvent(entry))
    }
    const body = new ReadableStream({ start, cancel: () => leave() }, { highWaterMark: MOST_WAITING })
    return new Response(body, { headers: { 'content-type': 'text/event-stream;charset=UTF-8' } })
  }
}

/** A browser that comes back says what it had last; a new page says what it shows. */
function readAfter(c: Context<Exchange>): number {
  const text = c.req.header('last-event-id') ?? c.req.query('after') ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
}

const encoder = new TextEncoder()

function writeEvent(entry: JournalEntry): Uint8Array {
  const html = String(<Request entry={entry} />)
  return encoder.encode(`id: ${entry.id}\ndata: ${html.replaceAll(/[\r\n]+/g, ' ')}\n\n`)
}
