import type { Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { OverviewPage } from '../../pages/control/overview.tsx'
import { answerPage } from '../../server/page-answer.ts'

/** `GET /`: what runs here, who there is, and what came in last. */
export function overviewRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => answerPage(c, <OverviewPage context={context} />)
}
