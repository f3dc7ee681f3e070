import { GrantkeeperError } from '../../index.ts'
import { requireOwnPage } from '../../routes/same-origin.ts'
import type { Page, Visit } from '../context.ts'
import { describeProgress } from './disconnect-all.ts'
import { isUnderWay } from './disconnect-job.ts'
import { requireOperator } from './operators.ts'

const EVERY_MS = 500
const MOST_WATCHERS = 20

/**
 * GET /connections/disconnect-all/progress: how far it is, twice a second until it ends, as server-sent events. It ends with
 * the right to see it, too.
 */
export const progressStream: Page = (visit) => {
  requireOperator(visit)
  const { app, request } = visit
  requireOwnPage(request, app.keeper.origin)
  // A page that is not let in asks again by reloading.
  if (app.desk.watchers >= MOST_WATCHERS) throw new GrantkeeperError('WX-REQUEST-LIMIT', { retryAfterMs: 10_000 })
  const headers = { ...app.headers, 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' }
  return new Response(request.method === 'HEAD' ? null : watch(visit), { headers })
}

function watch(visit: Visit): ReadableStream<Uint8Array> {
  const { app } = visit
  const left = new AbortController()
  const signal = AbortSignal.any([app.ending, left.signal])
  const end = () => {
    if (!left.signal.aborted) app.desk.watchers -= 1
    left.abort()
  }
  app.desk.watchers += 1
  return new ReadableStream({
    async pull(controller) {
      if (!app.operators.find(visit)) {
        controller.close()
        return end()
      }
      const progress = app.desk.job.progress()
      const event = { text: progress && describeProgress(app, progress), ...progress, isOver: !isUnderWay(progress) }
      controller.enqueue(Buffer.from(`data: ${JSON.stringify(event)}\n\n`))
      if (!event.isOver) await app.environment.sleep(EVERY_MS, signal).catch(() => undefined)
      if (left.signal.aborted || (!event.isOver && !signal.aborted)) return
      controller.close()
      end()
    },
    cancel: end,
  })
}
