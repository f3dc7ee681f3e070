import { type ErrorCode, GrantkeeperError, isGrantkeeperError } from '../errors/index.ts'
import { revokeToken } from '../oauth/revoke.ts'
import type { GrantsContext } from './context.ts'
import { openTokens } from './records.ts'
import type { GrantRow } from './store.ts'

/** What came of a disconnect: it is always gone here; `revokedAtWebex` says whether Webex confirmed too. */
export interface Disconnection {
  grantId: string
  revokedAtWebex: boolean
  /** Why Webex did not confirm. */
  code: ErrorCode | undefined
}

/**
 * Deletes a grant here at once, then asks Webex to end it too. The first does not depend on the second.
 * @throws WX-GRANT-UNKNOWN, WX-STORE-*
 * @see RFC 7009
 */
export async function disconnectGrant(context: GrantsContext, grantId: string): Promise<Disconnection> {
  const row = await context.store.getGrant(grantId)
  if (!row || !(await context.store.deleteGrant(grantId))) throw new GrantkeeperError('WX-GRANT-UNKNOWN')
  context.held.forget(grantId)
  const code = await revokeAtWebex(context, row)
  const revokedAtWebex = code === undefined
  context.events.emit('grant.disconnected', { grantId, revokedAtWebex })
  return { grantId, revokedAtWebex, code }
}

/** The refresh token first: Webex ends its access tokens with it. Gives the code of what went wrong, if something did. */
async function revokeAtWebex(context: GrantsContext, row: GrantRow): Promise<ErrorCode | undefined> {
  try {
    const { accessToken, refreshToken } = openTokens(context.seal, row)
    const target = refreshToken
      ? ({ token: refreshToken, hint: 'refresh_token' } as const)
      : ({ token: accessToken, hint: 'access_token' } as const)
    await revokeToken(context, target)
    return undefined
  } catch (error) {
    return isGrantkeeperError(error) ? error.code : 'WX-REVOKE-FAILED'
  }
}
