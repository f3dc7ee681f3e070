import type { Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../context.ts'
import { answerPage } from '../page-answer.ts'
import { OverviewPage } from '../pages/overview.tsx'

/** `GET /`: what runs here, who there is, and what came in last. */
export function overviewRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => answerPage(c, <OverviewPage context={context} />)
}
