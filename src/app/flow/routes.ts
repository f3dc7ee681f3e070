import type { Route } from '../context.ts'
import { flowPage } from './flow-page.ts'
import { allAsHar, flowAsHar } from './har-pages.ts'
import { clearFlows, flowsPage } from './list-page.ts'
import { flowStream } from './stream.ts'

/** The flow inspector. They exist only where the app was made with one; each asks for the operator's right itself. */
export const flowRoutes: readonly Route[] = [
  { path: '/flow', get: flowsPage },
  { path: '/flow/stream', get: flowStream },
  { path: '/flow/har', get: allAsHar },
  { path: '/flow/clear', post: clearFlows },
  { path: '/flow/:id', get: flowPage },
  { path: '/flow/:id/har', get: flowAsHar },
]
