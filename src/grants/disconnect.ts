import { type ErrorCode, GrantkeeperError, isGrantkeeperError } from '../errors/index.ts'
import type { GrantsContext } from './context.ts'
import { createRevocation, revoke } from './revocations.ts'
import type { GrantRow, RevocationRow } from './store.ts'

/** What came of a disconnect: it is always gone here; `revokedAtWebex` says whether Webex confirmed too. */
export interface Disconnection {
  /** The grant that is gone. */
  grantId: string
  /** Whether Webex has confirmed that its tokens are ended. */
  revokedAtWebex: boolean
  /** Why Webex did not confirm. Unless the tokens could not be opened, it is asked again hourly for a week. */
  code: ErrorCode | undefined
}

/**
 * Deletes a grant here at once, then asks Webex to end it too. The first does not depend on the second: what is still to be
 * revoked is kept, sealed, in the same step that deletes the grant, and survives the process.
 * @throws WX-GRANT-UNKNOWN, WX-STORE-*
 * @see RFC 7009
 */
export async function disconnectGrant(context: GrantsContext, grantId: string): Promise<Disconnection> {
  const planned = await deleteGrant(context, grantId)
  context.held.forget(grantId)
  const code = 'id' in planned ? await tryRevoking(context, planned) : planned.code
  const revokedAtWebex = code === undefined
  context.events.emit('grant.disconnected', { grantId, revokedAtWebex })
  return { grantId, revokedAtWebex, code }
}

/** A refresh may come between reading and deleting: what is kept for revocation must be what stood there last. */
async function deleteGrant(context: GrantsContext, grantId: string): Promise<Planned> {
  for (;;) {
    const row = await context.store.getGrant(grantId)
    if (row?.clientId !== context.integration.clientId) throw new GrantkeeperError('WX-GRANT-UNKNOWN')
    const planned = planRevocation(context, row)
    const revocation = 'id' in planned ? planned : undefined
    if (await context.store.deleteGrant(grantId, row.generation, revocation)) return planned
  }
}

type Planned = RevocationRow | { code: ErrorCode }

/** Tokens that cannot be opened cannot be revoked; they are deleted all the same. */
function planRevocation(context: GrantsContext, row: GrantRow): Planned {
  try {
    return createRevocation(context, row)
  } catch (error) {
    return { code: codeOf(error) }
  }
}

async function tryRevoking(context: GrantsContext, revocation: RevocationRow): Promise<ErrorCode | undefined> {
  try {
    await revoke(context, revocation)
    return undefined
  } catch (error) {
    return codeOf(error)
  }
}

function codeOf(error: unknown): ErrorCode {
  return isGrantkeeperError(error) ? error.code : 'WX-REVOKE-FAILED'
}
