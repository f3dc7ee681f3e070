import type { EmulatorContext } from '../../context.ts'
import type { IssuedTokens } from '../../identity/grants.ts'

/** Tokens as Webex answers with them; where there is nothing to renew by, those two fields are absent. @see WEBEX.md §2 */
export function showTokens({ clock }: EmulatorContext, { grant, access }: IssuedTokens) {
  const secondsUntil = (at: number) => Math.max(0, Math.ceil((at - clock.now()) / 1000))
  const isWhole = access.scopes.length === grant.scopes.length
  return {
    access_token: access.text,
    expires_in: secondsUntil(access.expiresAt),
    ...(isWhole &&
      grant.refreshToken !== undefined && {
        refresh_token: grant.refreshToken,
        refresh_token_expires_in: secondsUntil(grant.refreshExpiresAt),
      }),
    token_type: 'Bearer',
    scope: access.scopes.join(' '),
  }
}
