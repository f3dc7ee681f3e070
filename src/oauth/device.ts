import {
  ClientSecretBasic,
  type DeviceAuthorizationResponse,
  deviceAuthorizationRequest,
  None,
  processDeviceAuthorizationResponse,
} from 'oauth4webapi'
import type { TransportResponse } from '../environment.ts'
import { type ErrorCode, GrantkeeperError, isGrantkeeperError } from '../errors/index.ts'
import { Secret } from '../secret.ts'
import { callOptions, describeServer, type TokenRequestContext } from './endpoint-call.ts'
import { readSecureUrl } from './secure-url.ts'
import { readBreak, readFailure, TokenRequestError } from './token-failure.ts'
import { requestTokens, type TokenSet } from './tokens.ts'
import { readOAuthError, readProse, readRetryAfterMs, readTrackingId } from './webex-answer.ts'

/** What a device was given: a code for itself, and one for the person with the address to enter it at. */
export interface DeviceCodes {
  deviceCode: Secret
  userCode: string
  verificationUri: string
  /** The same with the code in it, for a QR code. */
  verificationUriComplete: string | undefined
  /** How long the codes are good. */
  lifeMs: number
  /** Shortest wait between two questions. */
  intervalMs: number
}

const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
/** RFC 8628 §3.2. */
const DEFAULT_INTERVAL_SECONDS = 5
const LONGEST_INTERVAL_SECONDS = 60
const LONGEST_LIFE_SECONDS = 3600

/**
 * Asks for codes to sign a device in with.
 * @throws TokenRequestError: WX-DEVICE-REDIRECTS, WX-CLIENT-REJECTED, WX-INVALID-SCOPE, WX-TOKEN-UNAVAILABLE, WX-TOKEN-RESPONSE
 * @see RFC 8628 §3.1, WEBEX.md §3
 */
export async function requestDeviceCodes(
  context: TokenRequestContext,
  { scopes, signal }: { scopes: readonly string[]; signal?: AbortSignal },
): Promise<DeviceCodes> {
  signal?.throwIfAborted()
  const { server: known, client } = describeServer(context.integration)
  const server = { ...known, device_authorization_endpoint: `${context.integration.apiUrl}/device/authorize` }
  const parameters = { scope: scopes.join(' ') }
  const response = await deviceAuthorizationRequest(
    server,
    client,
    None(),
    parameters,
    callOptions(context, signal, toResponse),
  ).catch((error) => {
    throw isGrantkeeperError(error) ? error : readBreak(error)
  })
  const codes = await processDeviceAuthorizationResponse(server, client, response).catch(() => undefined)
  return readCodes(codes)
}

/** What asking for a device's tokens came to; both texts mean that it is to be asked again. */
export type DeviceAnswer = TokenSet | 'pending' | 'slow-down'

/**
 * Asks once whether the person has answered.
 * @throws WX-ACCESS-DENIED, WX-DEVICE-EXPIRED, WX-DEVICE-LIMIT, WX-EMULATED-TOKEN
 * @throws TokenRequestError: WX-CLIENT-REJECTED, WX-TOKEN-UNAVAILABLE, WX-TOKEN-RESPONSE
 * @see RFC 8628 §3.4, §3.5; WEBEX.md §3
 */
export async function requestDeviceTokens(
  context: TokenRequestContext,
  { deviceCode, signal }: { deviceCode: Secret; signal?: AbortSignal },
): Promise<DeviceAnswer> {
  const { integration } = context
  const { clientId, clientSecret, apiUrl } = integration
  let unanswered: 'pending' | 'slow-down' | undefined
  const request = {
    grantType: DEVICE_CODE_GRANT,
    // Webex wants the client id in the form too.
    parameters: { device_code: deviceCode.reveal(), client_id: clientId },
    authentication: ClientSecretBasic(clientSecret.reveal()),
    readRefusal: (answer: TransportResponse) => {
      unanswered = readUnanswered(answer)
      return readTokenRefusal(answer)
    },
    signal,
  }
  try {
    return await requestTokens(
      { ...context, integration: { ...integration, tokenUrl: `${apiUrl}/device/token` } },
      request,
    )
  } catch (error) {
    if (unanswered !== undefined) return unanswered
    throw error
  }
}

function toResponse(answer: TransportResponse): Response {
  if (answer.status !== 200) throw readStartRefusal(answer)
  return new Response(answer.body, { headers: { 'content-type': 'application/json' } })
}

/** Webex says in prose only why it gives no codes. What it says of missing redirect URIs is not known, so that is what is left. */
function readStartRefusal(answer: TransportResponse): TokenRequestError {
  if (answer.status !== 400) return readFailure(answer, 'WX-TOKEN-RESPONSE')
  const facts = { upstreamStatus: answer.status, trackingId: readTrackingId(answer) }
  const prose = readProse(answer.body)
  if (/client.?id|invalid_client/i.test(prose))
    return new TokenRequestError('client-rejected', 'WX-CLIENT-REJECTED', facts)
  if (/scope/i.test(prose)) return new TokenRequestError('not-processed', 'WX-INVALID-SCOPE', facts)
  return new TokenRequestError('not-processed', 'WX-DEVICE-REDIRECTS', facts)
}

const UNANSWERED = new Set(['authorization_pending', 'slow_down'])

/** Pending is 428 at Webex, 400 in the standard. */
function readUnanswered({ status, body }: TransportResponse): 'pending' | 'slow-down' | undefined {
  if (status !== 428 && status !== 400) return undefined
  const error = readOAuthError(body, UNANSWERED)
  if (error === 'slow_down') return 'slow-down'
  return status === 428 || error === 'authorization_pending' ? 'pending' : undefined
}

/** Errors of this grant beside the standard ones of every token request. */
const REFUSALS = new Map<string, ErrorCode>([
  ['access_denied', 'WX-ACCESS-DENIED'],
  ['expired_token', 'WX-DEVICE-EXPIRED'],
  ['invalid_grant', 'WX-DEVICE-EXPIRED'],
  ['tokenlimit_reached', 'WX-DEVICE-LIMIT'],
])

function readTokenRefusal(answer: TransportResponse): GrantkeeperError {
  const { status, body } = answer
  const error = status >= 400 && status < 500 ? readOAuthError(body, new Set(REFUSALS.keys())) : undefined
  const code = error === undefined ? undefined : REFUSALS.get(error)
  if (code === undefined) return readFailure(answer, 'WX-DEVICE-EXPIRED')
  return new GrantkeeperError(code, {
    upstreamStatus: status,
    trackingId: readTrackingId(answer),
    retryAfterMs: readRetryAfterMs(answer),
  })
}

/** What people are told to open and to type is checked: they will. @see RFC 8628 §5.4 */
function readCodes(answer: DeviceAuthorizationResponse | undefined): DeviceCodes {
  if (!answer) throw unusableCodes('It lacks a part that the standard asks for, or has one of the wrong kind.')
  const verificationUri = readAddress(answer.verification_uri)
  if (verificationUri === undefined) throw unusableCodes('Its verification_uri is no address to send a person to.')
  if (!/^[\x21-\x7e]{1,64}$/.test(answer.user_code)) throw unusableCodes('Its user_code cannot be typed.')
  if (!/^[\x21-\x7e]{1,4096}$/.test(answer.device_code)) throw unusableCodes('Its device_code has odd characters.')
  const intervalSeconds = answer.interval ?? DEFAULT_INTERVAL_SECONDS
  return {
    deviceCode: new Secret(answer.device_code),
    userCode: answer.user_code,
    verificationUri,
    verificationUriComplete: readAddress(answer.verification_uri_complete),
    lifeMs: Math.min(answer.expires_in, LONGEST_LIFE_SECONDS) * 1000,
    intervalMs: Math.min(Math.max(intervalSeconds, 1), LONGEST_INTERVAL_SECONDS) * 1000,
  }
}

function readAddress(text: string | undefined): string | undefined {
  try {
    return readSecureUrl(text, 'verification_uri').href
  } catch {
    return undefined
  }
}

function unusableCodes(detail: string): TokenRequestError {
  return new TokenRequestError('unknown', 'WX-TOKEN-RESPONSE', { upstreamStatus: 200, detail })
}
