import { revokeToken } from '../oauth/revoke.ts'
import type { GrantsContext } from './context.ts'
import { createGrantId, openRevoked, openTokens, sealRevoked } from './records.ts'
import type { GrantRow, RevocationRow } from './store.ts'

const FIRST_RETRY_MS = 60_000
/** Also how long a process that took a revocation and died keeps it from the others. */
const RETRY_EVERY_MS = 3_600_000
/** Then it is given up: whoever disconnected was told that Webex had not confirmed. */
const GIVE_UP_MS = 7 * 86_400_000
const MOST_AT_ONCE = 50

/** What is to be revoked of a grant: the refresh token, with which Webex ends its access tokens, or else the access token. */
export function createRevocation(context: GrantsContext, row: GrantRow): RevocationRow {
  const { accessToken, refreshToken } = openTokens(context.seal, row)
  const id = createGrantId(context.environment)
  const now = context.environment.now()
  return {
    id,
    clientId: row.clientId,
    sealedToken: sealRevoked(context.seal, id, refreshToken ?? accessToken),
    hint: refreshToken ? 'refresh_token' : 'access_token',
    tries: 0,
    dueAt: now + FIRST_RETRY_MS,
    expiresAt: Math.min(
      now + GIVE_UP_MS,
      (refreshToken ? row.refreshExpiresAt : row.accessExpiresAt) ?? now + GIVE_UP_MS,
    ),
  }
}

/** Asks Webex once to end the token, and forgets it when that is confirmed. @throws WX-REVOKE-FAILED, WX-GRANT-LOCKED */
export async function revoke(context: GrantsContext, row: RevocationRow): Promise<void> {
  await revokeToken(context, { token: openRevoked(context.seal, row), hint: row.hint })
  await context.store.deleteRevocation(row.id)
}

/** Tries again what Webex has not confirmed: hourly for a week, or until the token is dead by itself. */
export async function runDueRevocations(context: GrantsContext): Promise<void> {
  const now = context.environment.now()
  const claim = { now, until: now + RETRY_EVERY_MS, limit: MOST_AT_ONCE }
  for (const row of await context.store.claimDueRevocations(context.integration.clientId, claim)) {
    if (row.expiresAt <= now) await context.store.deleteRevocation(row.id)
    else await retry(context, row)
  }
}

async function retry(context: GrantsContext, row: RevocationRow): Promise<void> {
  try {
    await revoke(context, row)
    context.events.emit('revocation.done', { revocationId: row.id, tries: row.tries })
  } catch {
    // It stays in the store and comes due again.
  }
}
