import { GrantkeeperError } from '../../index.ts'
import type { Visit } from '../context.ts'
import type { Flow } from './flow.ts'
import type { Inspector } from './inspector.ts'

/** @throws WX-PAGE-NOT-FOUND where the app was made without one */
export function inspectorOf({ app }: Visit): Inspector {
  if (!app.inspector) throw new GrantkeeperError('WX-PAGE-NOT-FOUND')
  return app.inspector
}

/** @throws WX-PAGE-NOT-FOUND also for a flow that is no longer kept */
export function flowOfVisit(visit: Visit): Flow {
  const flow = inspectorOf(visit).find(visit.id)
  if (!flow) throw new GrantkeeperError('WX-PAGE-NOT-FOUND')
  return flow
}
