import { GrantkeeperError } from '../../index.ts'
import { requireOwnPage } from '../../routes/same-origin.ts'
import type { AppContext, Page, Visit } from '../context.ts'
import { requireOperator } from '../operator/operators.ts'
import type { Flow } from './flow.ts'
import { titleOf } from './flow-words.ts'
import type { Change } from './flows.ts'
import type { Inspector } from './inspector.ts'
import { inspectorOf } from './inspector-of-visit.ts'

const MOST_STREAMS = 20
/** A reader that is so many changes behind is let go; it comes back and looks at the page anew. */
const MOST_WAITING = 500
const BEAT_MS = 15_000

/** How many read along, by inspector. */
const readers = new WeakMap<Inspector, number>()

/**
 * GET /flow/stream?after=: each change of a flow as a server-sent event. Whoever comes back after missing some is told to
 * look at the page anew. It ends with the right to see it, asked again before each change and every 15 seconds.
 */
export const flowStream: Page = (visit) => {
  requireOperator(visit)
  const { app, request } = visit
  requireOwnPage(request, app.keeper.origin)
  const inspector = inspectorOf(visit)
  if ((readers.get(inspector) ?? 0) >= MOST_STREAMS)
    throw new GrantkeeperError('WX-REQUEST-LIMIT', { retryAfterMs: 10_000 })
  const headers = { ...app.headers, 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' }
  return new Response(request.method === 'HEAD' ? null : open(visit, inspector), { headers })
}

function open(visit: Visit, inspector: Inspector): ReadableStream<Uint8Array> {
  const { app } = visit
  const left = new AbortController()
  let stop = () => {}
  const leave = () => {
    if (left.signal.aborted) return
    left.abort()
    stop()
    readers.set(inspector, (readers.get(inspector) ?? 1) - 1)
  }
  readers.set(inspector, (readers.get(inspector) ?? 0) + 1)
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = () => {
          if (left.signal.aborted) return
          leave()
          controller.close()
        }
        const send = (text: string) => {
          controller.enqueue(Buffer.from(text))
          if ((controller.desiredSize ?? 0) <= 0) end()
        }
        stop = inspector.onChange((change) => (app.operators.find(visit) ? send(writeChange(app, change)) : end()))
        send(`retry: 2000\n\n${hasMissed(visit, inspector) ? writeMissed(inspector) : ''}`)
        beat(visit, left.signal, send).finally(end)
      },
      cancel: leave,
    },
    { highWaterMark: MOST_WAITING },
  )
}

/** Keeps what lies between from closing it, and asks each time whether the reader still may. */
async function beat(visit: Visit, left: AbortSignal, send: (text: string) => void): Promise<void> {
  const { environment, ending, operators } = visit.app
  const signal = AbortSignal.any([ending, left])
  while (!signal.aborted && operators.find(visit)) {
    await environment.sleep(BEAT_MS, signal).catch(() => undefined)
    if (!signal.aborted) send(': on\n\n')
  }
}

/**
 * A browser that comes back says what it had last; a new page says what it shows. What is ahead of us is of a process before
 * this one, whose flows are gone.
 */
function hasMissed({ request, url }: Visit, { lastChange }: Inspector): boolean {
  const text = request.headers.get('last-event-id') ?? url.searchParams.get('after') ?? ''
  return /^\d{1,15}$/.test(text) && Number(text) !== lastChange
}

function writeMissed({ lastChange }: Inspector): string {
  return `id: ${lastChange}\nevent: missed\ndata: {}\n\n`
}

function writeChange(app: AppContext, { id, flow }: Change): string {
  return `id: ${id}\nevent: change\ndata: ${JSON.stringify({ flow: flow.id, line: lineOf(app, flow) })}\n\n`
}

function lineOf(app: AppContext, flow: Flow): string {
  const { flow: words } = app.language.words
  const latest = flow.steps.reduce(
    (one, step) => ((step.endOrder ?? step.order) > (one?.endOrder ?? one?.order ?? 0) ? step : one),
    flow.steps[0],
  )
  return words.line(titleOf(app, flow), latest ? words.shortSteps[latest.name] : '', words.outcomes[flow.outcome])
}
