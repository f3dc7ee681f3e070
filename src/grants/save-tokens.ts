import { GrantkeeperError } from '../errors/index.ts'
import type { TokenSet } from '../oauth/tokens.ts'
import type { GrantsContext } from './context.ts'
import { holdRow } from './held.ts'
import { rowOfTokens } from './records.ts'
import { reportRefresh } from './refresh-report.ts'
import { createRevocation, revoke } from './revocations.ts'
import type { GrantChanges, GrantRow } from './store.ts'
import { waitAtMost } from './wait-at-most.ts'
import { writeUntilKnown } from './write-until-known.ts'

/** How long callers wait for the write of new tokens: a store that is well has answered by then. */
const WRITTEN_WITHIN_MS = 250

export interface NewTokens {
  /** The row as it was under the lease. */
  old: GrantRow
  tokens: TokenSet
  /** How long Webex took. */
  tookMs: number
}

/**
 * Keeps new tokens in the store, and until that is known at hand. Gives the row that counts; where the store is away, the
 * new one, and the write goes on behind the callers. The write frees the lease, so that nobody refreshes before it.
 * @throws WX-GRANT-UNKNOWN when the grant was disconnected meanwhile
 */
export async function keepTokens(context: GrantsContext, { old, tokens, tookMs }: NewTokens): Promise<GrantRow> {
  const { environment, held, unsaved } = context
  const changes = {
    ...rowOfTokens(context.seal, old.id, old.generation + 1, tokens, environment.now()),
    refreshExpiresAt: tokens.refreshExpiresAt ?? old.refreshExpiresAt,
  }
  const row = { ...old, ...changes, leaseAttempt: null, leaseHolder: null, leaseUntil: null, askedAt: null }
  const saved = saveTokens(context, row, changes).then(
    (written) => {
      unsaved.delete(old.id)
      holdRow(context, written)
      reportRefresh(context, old, written, tookMs)
      return written
    },
    (error) => {
      unsaved.delete(old.id)
      held.forget(old.id)
      throw error
    },
  )
  unsaved.set(old.id, { row, saved })
  const written = await waitAtMost(environment, WRITTEN_WITHIN_MS, saved)
  return written === 'late' ? row : written
}

/**
 * Writes by compare-and-set until the outcome is known, also past the lease: this process has the only copy.
 * If a sign-in renewed the grant meanwhile, its tokens stay; if the grant was disconnected, the new tokens are ended too.
 */
async function saveTokens(context: GrantsContext, row: GrantRow, changes: GrantChanges): Promise<GrantRow> {
  const { environment, store } = context
  const written = await writeUntilKnown(environment, Number.POSITIVE_INFINITY, async () => {
    if (await store.updateGrant(row.id, row.generation - 1, { ...changes, endLease: true })) return row
    return (await store.getGrant(row.id)) ?? 'gone'
  })
  if (written !== 'gone') return written
  throw endDisconnected(context, row)
}

/** Ends tokens whose grant was disconnected before they were kept, behind the caller; gives what to throw. */
export function endDisconnected(context: GrantsContext, row: GrantRow): GrantkeeperError {
  const ending = endOrphan(context, row).finally(() => context.ending.delete(ending))
  context.ending.add(ending)
  return new GrantkeeperError('WX-GRANT-UNKNOWN')
}

/** Its disconnect had the older tokens only; these are kept for revocation as those were. Nobody waits for it. */
async function endOrphan(context: GrantsContext, row: GrantRow): Promise<void> {
  try {
    const revocation = createRevocation(context, row)
    await writeUntilKnown(context.environment, Number.POSITIVE_INFINITY, async () => {
      await context.store.insertRevocation(revocation)
      return true
    })
    await revoke(context, revocation)
  } catch {
    // It stays in the store and comes due again.
  }
}
