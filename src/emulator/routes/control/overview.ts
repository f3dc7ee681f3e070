import type { Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { OverviewPage } from '../../pages/control/overview.tsx'
import { pageRoutes } from './forms.tsx'

/** `GET /`: what runs here, who there is, and what came in last. */
export function overviewRoute(context: EmulatorContext): Handler<Exchange> {
  return pageRoutes(context, '/', OverviewPage).show
}
