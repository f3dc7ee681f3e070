import { type ErrorCode, GrantkeeperError } from '../errors/index.ts'
import { Secret } from '../secret.ts'

/** What Webex answered through the browser. The state is not checked yet: until it is, nothing here may be believed. */
export type CallbackAnswer = (
  | { kind: 'granted'; code: Secret }
  | { kind: 'refused'; code: ErrorCode; detail?: string }
) & {
  state: string
  /** Who says so, where it is said. @see RFC 9207 §2 */
  issuer: string | undefined
}

/** The portal's example address carries this instead of a state. */
const PLACEHOLDER_STATE = 'set_state_here'
const LONGEST_QUERY = 16_384
const NAMES = ['state', 'code', 'error', 'error_description', 'error_uri', 'iss'] as const
const VALUE = /^[\x21-\x7e]{1,4096}$/
const ERROR_WORD = /^[a-z][a-z_]{0,63}$/

interface Refusal {
  code: ErrorCode
  detail?: string
}

/** Fixed words for what Webex may say; its own words never reach a page. @see RFC 6749 §4.1.2.1 */
const REFUSALS = new Map<string, Refusal>([
  ['access_denied', { code: 'WX-ACCESS-DENIED' }],
  ['invalid_scope', { code: 'WX-INVALID-SCOPE' }],
  ['server_error', failed('Webex met an error of its own.')],
  ['temporarily_unavailable', failed('Webex is overloaded or under maintenance.')],
  ['invalid_request', failed('Webex found the request malformed.')],
  ['unauthorized_client', failed('This integration may not ask for a code.')],
  ['unsupported_response_type', failed('Webex does not give codes to this integration.')],
  ['login_required', failed('Nobody is signed in to Webex in this browser.')],
])

/**
 * Reads the address that Webex sent the browser back to. A parameter without a value counts as absent.
 * @throws WX-STATE-MISSING (also for a refusal without state), WX-CALLBACK-MALFORMED
 * @see RFC 6749 §3.1, §4.1.2
 */
export function readCallback(url: URL): CallbackAnswer {
  if (url.search.length > LONGEST_QUERY) throw malformed('The address is too long.')
  refuseRepeated(url.searchParams)
  const state = readState(url.searchParams)
  const code = readValue(url.searchParams, 'code')
  const error = readValue(url.searchParams, 'error')
  const issuer = readValue(url.searchParams, 'iss')
  if (code !== undefined && error !== undefined) throw malformed('It has both a code and an error.')
  if (error !== undefined) return { kind: 'refused', state, issuer, ...readRefusal(error) }
  if (code === undefined) throw malformed('It has neither a code nor an error.')
  return { kind: 'granted', state, issuer, code: new Secret(code) }
}

function readState(parameters: URLSearchParams): string {
  const state = readValue(parameters, 'state')
  if (state === undefined || state === PLACEHOLDER_STATE) throw new GrantkeeperError('WX-STATE-MISSING')
  return state
}

function readValue(parameters: URLSearchParams, name: 'state' | 'code' | 'error' | 'iss'): string | undefined {
  const value = parameters.get(name)
  if (value === null || value === '') return undefined
  if (!VALUE.test(value)) throw malformed(`Its ${name} is too long or has characters that do not belong there.`)
  return value
}

function readRefusal(error: string): Refusal {
  if (!ERROR_WORD.test(error)) throw malformed('Its error is not a word of the standard.')
  return REFUSALS.get(error) ?? { code: 'WX-CALLBACK-MALFORMED', detail: 'Its error is not a word of the standard.' }
}

function refuseRepeated(parameters: URLSearchParams): void {
  const repeated = NAMES.find((name) => parameters.getAll(name).length > 1)
  if (repeated) throw malformed(`It has ${repeated} more than once.`)
}

function failed(detail?: string): Refusal {
  return { code: 'WX-AUTHORIZE-FAILED', detail }
}

function malformed(detail: string): GrantkeeperError {
  return new GrantkeeperError('WX-CALLBACK-MALFORMED', { detail })
}
