import type { TokenRequestError } from '../oauth/tokens.ts'
import type { GrantsContext } from './context.ts'

/**
 * Keeps what an answer of the token endpoint says of the integration itself, at a sign-in as at a refresh. Tokens, and as well
 * a code or grant that was refused, show that Webex takes client id and secret; a refused client that it does not.
 */
export function noteStanding({ breaker, events }: GrantsContext, error?: TokenRequestError): void {
  if (!error || error.outcome === 'grant-rejected') breaker.noteSuccess()
  if (error?.outcome !== 'client-rejected') return
  breaker.noteRejection()
  events.emit('integration.rejected', { code: error.code })
}
