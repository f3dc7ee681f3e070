/** What was checked in a step, told from what the step shows and from the code that ended it. Functions without state. */
import type { Check, CheckName, Step } from './flow.ts'

/** What the app puts into the address that the browser is sent to. @see RFC 9700 §2.1 */
export function judgeConnect({ searchParams: query }: URL, redirectUri: string | undefined): Check[] {
  const check = (name: CheckName, isGood: boolean): Check => ({ name, verdict: isGood ? 'passed' : 'failed' })
  const checks = [
    check('state-made', (query.get('state') ?? '').length >= 22),
    check('pkce-made', query.get('code_challenge_method') === 'S256'),
    check('redirect-exact', query.get('redirect_uri') === redirectUri),
  ]
  return query.has('nonce') ? [...checks, check('nonce-made', true)] : checks
}

/** In the order in which a callback is checked, with the codes that each ends with. */
const CALLBACK: readonly [CheckName, readonly string[]][] = [
  ['well-formed', ['WX-CALLBACK-MALFORMED']],
  ['state-cookie', ['WX-STATE-MISSING', 'WX-STATE-FOREIGN']],
  ['state-fresh', ['WX-STATE-EXPIRED']],
  ['same-owner', ['WX-OWNER-CHANGED']],
  ['issuer', ['WX-ISSUER-FOREIGN']],
  ['granted', ['WX-ACCESS-DENIED', 'WX-INVALID-SCOPE', 'WX-AUTHORIZE-FAILED']],
  ['state-once', ['WX-STATE-USED']],
]

/** Of these nothing is said unless they fail, or there was something to check. */
const SELDOM = new Set<CheckName>(['well-formed', 'same-owner', 'issuer'])

/** The checks of a callback that ended with this code; undefined for one that was accepted. */
export function judgeCallback(step: Step, code: string | undefined): Check[] {
  const failedAt = CALLBACK.findIndex(([, codes]) => code !== undefined && codes.includes(code))
  const done = failedAt < 0 ? CALLBACK : CALLBACK.slice(0, failedAt + 1)
  const hasIssuer = step.request?.fields.some(({ name }) => name === 'iss')
  return done.flatMap(([name], index): Check[] => {
    if (index === failedAt) return [{ name, verdict: 'failed', ...(code !== undefined && { detail: code }) }]
    if (SELDOM.has(name) && !(name === 'issuer' && hasIssuer)) return []
    return [{ name, verdict: 'passed' }]
  })
}

/** What the answer to a code shows. */
export function judgeTokens(status: number, granted: string | undefined, asked: readonly string[]): Check[] {
  if (status !== 200) return [{ name: 'code-redeemed', verdict: 'failed' }]
  const checks: Check[] = [{ name: 'code-redeemed', verdict: 'passed' }]
  if (granted === undefined) return checks
  const given = granted.split(' ')
  const missing = asked.filter((scope) => scope !== '' && !given.includes(scope))
  if (missing.length === 0) return [...checks, { name: 'scopes-granted', verdict: 'passed' }]
  return [...checks, { name: 'scopes-granted', verdict: 'noted', detail: missing.join(' ') }]
}

/** Whether a renewal left the refresh token there was. */
export function judgeRenewal(status: number, sent: string | undefined, given: string | undefined): Check[] {
  if (status !== 200) return []
  return [{ name: 'token-kept', verdict: given === undefined || given === sent ? 'passed' : 'noted' }]
}
