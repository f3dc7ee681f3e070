import { isGrantkeeperError } from '../errors/index.ts'
import type { GrantsContext } from './context.ts'

/** Measures one refresh by the monotonic clock, and tells how it ended. */
export interface RefreshWatch {
  leased(): void
  sent(): void
  answered(): void
  endedWell(outcome: 'ok' | 'done-by-other'): void
  endedBadly(error: unknown): void
}

/** Starts the watch; the wait for the lease begins now. */
export function watchRefresh({ environment, events }: GrantsContext, grantId: string): RefreshWatch {
  const askedAt = environment.monotonic()
  let leasedAt: number | undefined
  let sentAt: number | undefined
  let tookMs = 0
  const tell = (outcome: string) => {
    const leaseWaitMs = (leasedAt ?? environment.monotonic()) - askedAt
    events.emit('refresh.ended', { grantId, outcome, leaseWaitMs, tookMs })
  }
  return {
    leased() {
      leasedAt = environment.monotonic()
    },
    sent() {
      sentAt = environment.monotonic()
    },
    answered() {
      tookMs = environment.monotonic() - (sentAt ?? environment.monotonic())
    },
    endedWell: tell,
    endedBadly: (error) => tell(isGrantkeeperError(error) ? error.code : 'WX-INTERNAL'),
  }
}
