import type { ErrorCode } from '../../index.ts'
import { UsageError } from '../arguments.ts'
import { cleanText } from '../output.ts'
import type { Subject } from './subject.ts'

/** What Webex may say in the address, and the code it becomes. @see RFC 6749 §4.1.2.1 */
const REFUSALS = new Map<string, ErrorCode>([
  ['access_denied', 'WX-ACCESS-DENIED'],
  ['invalid_scope', 'WX-INVALID-SCOPE'],
  ['server_error', 'WX-AUTHORIZE-FAILED'],
  ['temporarily_unavailable', 'WX-AUTHORIZE-FAILED'],
  ['invalid_request', 'WX-AUTHORIZE-FAILED'],
  ['unauthorized_client', 'WX-AUTHORIZE-FAILED'],
  ['unsupported_response_type', 'WX-AUTHORIZE-FAILED'],
  ['login_required', 'WX-AUTHORIZE-FAILED'],
])

/** What an app may still refuse about an answer that is complete. */
const LATER: readonly ErrorCode[] = ['WX-STATE-FOREIGN', 'WX-STATE-EXPIRED', 'WX-STATE-USED', 'WX-CODE-REJECTED']
const PLACEHOLDER_STATE = 'set_state_here'

/** Reads an address that Webex sent a browser back to. The code in it opens a grant, so it is never repeated. */
export function readCallbackAddress(url: URL): Subject {
  if (url.searchParams.has('response_type')) {
    throw new UsageError('This is the address a sign-in begins at, not an answer: "grantkeeper init" reads it.')
  }
  if (url.searchParams.has('access_token')) {
    const fix = 'whoever sees it can use it. Revoke it, and use the flow with a code'
    throw new UsageError(
      `This address holds a token, as the implicit flow gives it: ${fix} ("grantkeeper serve" does).`,
    )
  }
  const state = describeState(url.searchParams.getAll('state'))
  const error = url.searchParams.get('error')
  const codeIsThere = Boolean(url.searchParams.get('code'))
  const seen: Subject['seen'] = [
    ['Path', cleanText(url.pathname)],
    ...(error ? [['Error', cleanText(error)] as [string, string]] : []),
    ['Code', codeIsThere ? 'present (not repeated here: it opens a grant once, for a few minutes)' : 'absent'],
    ['State', state],
  ]
  return { kind: 'callback', codes: judge(state, error, codeIsThere), seen }
}

function judge(state: string, error: string | null, codeIsThere: boolean): ErrorCode[] {
  if (state === 'more than once' || (error && codeIsThere)) return ['WX-CALLBACK-MALFORMED']
  if (error) {
    const refusal = REFUSALS.get(error) ?? 'WX-CALLBACK-MALFORMED'
    return state === 'present' ? [refusal] : [refusal, 'WX-STATE-MISSING']
  }
  if (state !== 'present') return ['WX-STATE-MISSING']
  return codeIsThere ? [...LATER] : ['WX-CALLBACK-MALFORMED']
}

function describeState(states: readonly string[]): string {
  const [state] = states
  if (states.length > 1) return 'more than once'
  if (!state) return 'absent'
  return state === PLACEHOLDER_STATE ? "the portal's placeholder" : 'present'
}
