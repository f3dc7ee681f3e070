import { GrantkeeperError } from '../errors/index.ts'
import type { GrantsContext } from './context.ts'
import { failingError, refuseHopeless } from './refusal.ts'
import type { GrantRow } from './store.ts'

/** The right to refresh, held. `since` is when it was asked for, by this process's monotonic clock. */
export interface Lease {
  row: GrantRow
  attempt: string
  since: number
}

/** Waits its turn for the lease. Whoever finds the row renewed meanwhile needs none. */
export async function takeLease(
  context: GrantsContext,
  id: string,
  generation: number,
): Promise<Lease | { doneByOther: GrantRow }> {
  const { environment, store, limits } = context
  const until = environment.monotonic() + limits.waitMs
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 1.5, 1000)) {
    const attempt = Buffer.from(environment.randomBytes(9)).toString('base64url')
    const since = environment.monotonic()
    const lease = { attempt, holder: context.holder, forMs: limits.leaseMs, noteUnended: 'WX-ANSWER-MISSING' }
    const row = await store.takeLease(id, lease)
    if (row) return { row, attempt, since }

    const current = await store.getGrant(id)
    if (!current) throw new GrantkeeperError('WX-GRANT-UNKNOWN')
    if (current.generation > generation) return { doneByOther: current }
    refuseHopeless(context, current)
    await takeOverFromDead(context, current)
    if (environment.monotonic() + waitMs > until) throw failingError(context, current)
    await environment.sleep(waitMs)
  }
}

/**
 * A lease of a process of this machine that is dead is not waited for where asking again cannot harm: where nothing was
 * sent under it, or where tokens do not rotate strictly. Else the dead one's request may still be under way. The lease runs
 * out at once rather than being given back, so that it leaves the doubt that it should.
 */
async function takeOverFromDead(context: GrantsContext, { id, leaseAttempt, leaseHolder }: GrantRow): Promise<void> {
  if (leaseAttempt === null || leaseHolder === null || context.isHolderAlive(leaseHolder)) return
  // Read again, for it may have asked since the row was read, and died then.
  const row = await context.store.getGrant(id)
  if (row?.askedAt === null || mayAskAgain(context)) await context.store.endLease(id, leaseAttempt, 1)
}

function mayAskAgain({ limits }: GrantsContext): boolean {
  return limits.rotation === 'keep' || limits.rotation === 'grace'
}

/**
 * Says in the row that Webex is about to be asked, if the lease is still this attempt's and long enough for the answer: a
 * request sent under a lease that is nearly over could overlap the next one. Without the note nothing may be sent.
 * @throws WX-REFRESH-FAILING, WX-STORE-*
 */
export async function noteAsked(context: GrantsContext, { row, attempt, since }: Lease): Promise<void> {
  const { environment, limits, store } = context
  const isOurs = await store.noteAsked(row.id, attempt)
  const leftMs = limits.leaseMs - (environment.monotonic() - since)
  if (!isOurs || leftMs < limits.deadlineMs) throw failingError(context, row)
}

/** A lease that cannot be given back ends by itself. */
export async function endLease(context: GrantsContext, { row, attempt }: Lease, afterMs: number): Promise<void> {
  await context.store.endLease(row.id, attempt, afterMs).catch(() => undefined)
}
