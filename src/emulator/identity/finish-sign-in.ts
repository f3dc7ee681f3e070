import type { EmulatorContext } from '../context.ts'
import type { User } from '../people.ts'
import type { BrowserSession } from './browsers.ts'
import type { CodeTerms } from './codes.ts'
import { addToRedirectUri } from './redirect-uri.ts'
import type { RedirectAnswer, SignInTerms } from './sign-ins.ts'

type Back = Pick<RedirectAnswer, 'uri' | 'state'>

/** Where the browser goes with an error. @see RFC 6749 §4.1.2.1 */
export function refusalAddress({ settings }: EmulatorContext, back: Back, error: string, description: string): string {
  const state = settings.stateOnErrors === 'sent' ? back.state : undefined
  return addToRedirectUri(back.uri, {
    error,
    error_description: settings.errorDescription === 'sent' ? description : undefined,
    state,
  })
}

/** Where the browser goes with a new code. @see RFC 6749 §4.1.2 */
export function codeAddress(
  { codes }: EmulatorContext,
  { clientId, answer }: SignInTerms & { answer: RedirectAnswer },
  who: BrowserSession & Pick<CodeTerms, 'scopes'>,
  { lifeMs, state = answer.state }: { lifeMs?: number; state?: string } = {},
): string {
  const { uri, uriWasSent, challenge, nonce } = answer
  const terms = { clientId, redirectUri: uri, redirectUriWasSent: uriWasSent, challenge, nonce }
  return addToRedirectUri(uri, { code: codes.issue({ ...terms, ...who }, lifeMs), state })
}

/** Whether the person allowed this client all of these scopes before. */
export function hasConsented({ grants }: EmulatorContext, { clientId, scopes }: SignInTerms, user: User): boolean {
  return grants.live().some((grant) => {
    const isSame = grant.clientId === clientId && grant.userKey === user.key
    return isSame && scopes.every((scope) => grant.scopes.includes(scope))
  })
}
