import type { AppContext } from '../context.ts'
import { type Alarms, createAlarms } from './alarms.ts'
import { createDisconnectJob, type DisconnectJob } from './disconnect-job.ts'

/** What the operator's pages keep between requests. */
export interface OperatorDesk {
  alarms: Alarms
  job: DisconnectJob
  /** Streams open to watch the job. */
  watchers: number
}

export function createDesk(app: Pick<AppContext, 'keeper' | 'environment' | 'ending'>): OperatorDesk {
  const { keeper, environment, ending } = app
  const { now } = environment
  return {
    alarms: createAlarms(keeper, now),
    job: createDisconnectJob({ grants: keeper.grants, now, ending }),
    watchers: 0,
  }
}
