import {
  type ClientAuth,
  ClientSecretPost,
  genericTokenEndpointRequest,
  processGenericTokenEndpointResponse,
  type TokenEndpointResponse,
} from 'oauth4webapi'
import type { TransportResponse } from '../environment.ts'
import { type GrantkeeperError, isGrantkeeperError } from '../errors/index.ts'
import { Secret } from '../secret.ts'
import { refuseEmulatedToken } from '../webex-host.ts'
import { callOptions, describeServer, type TokenRequestContext } from './endpoint-call.ts'
import { readBreak, readFailure, TokenRequestError } from './token-failure.ts'
import { repairTokenBody } from './webex-answer.ts'

export type { TokenRequestContext } from './endpoint-call.ts'
export { TokenRequestError, type TokenRequestOutcome } from './token-failure.ts'

/** What the token endpoint gave. Expiries are instants (ms since 1970), counted from when the request began. */
export interface TokenSet {
  accessToken: Secret
  /** Undefined where the answer has none; after a refresh the old one then stays. */
  refreshToken: Secret | undefined
  accessExpiresAt: number
  refreshExpiresAt: number | undefined
  /** What was granted; undefined where Webex does not say. */
  scopes: string[] | undefined
  /** As it came: until it is checked, nothing in it may be believed. */
  idToken: Secret | undefined
}

const TEN_YEARS_SECONDS = 10 * 365 * 86_400

/**
 * Exchanges a code for tokens, once.
 * @throws TokenRequestError: WX-CODE-REJECTED, WX-CLIENT-REJECTED, WX-TOKEN-UNAVAILABLE, WX-TOKEN-RESPONSE
 * @throws WX-EMULATED-TOKEN
 * @see RFC 6749 §4.1.3, RFC 7636 §4.5
 */
export function exchangeCode(
  context: TokenRequestContext,
  { code, verifier, signal }: { code: Secret; verifier: Secret; signal?: AbortSignal },
): Promise<TokenSet> {
  const parameters = {
    code: code.reveal(),
    code_verifier: verifier.reveal(),
    redirect_uri: context.integration.redirectUri,
  }
  const readRefusal = (answer: TransportResponse) => readFailure(answer, 'WX-CODE-REJECTED')
  return requestTokens(context, { grantType: 'authorization_code', parameters, readRefusal, signal })
}

/**
 * Asks for new tokens, once. What was sent and not answered may have worked: see the error's `outcome`.
 * @throws TokenRequestError: WX-RECONNECT, WX-CLIENT-REJECTED, WX-TOKEN-UNAVAILABLE, WX-TOKEN-RESPONSE
 * @throws WX-EMULATED-TOKEN
 * @see RFC 6749 §6, WEBEX.md §2 "Refresh"
 */
export async function refreshTokens(
  context: TokenRequestContext,
  { refreshToken, signal }: { refreshToken: Secret; signal?: AbortSignal },
): Promise<TokenSet> {
  refuseEmulatedToken(refreshToken, context.integration.tokenUrl)
  const parameters = { refresh_token: refreshToken.reveal() }
  const readRefusal = (answer: TransportResponse) => readFailure(answer, 'WX-RECONNECT')
  return requestTokens(context, { grantType: 'refresh_token', parameters, readRefusal, signal })
}

/** A request of any grant type. */
export interface TokenRequest {
  grantType: string
  parameters: Record<string, string>
  /** Default: client id and secret in the body. */
  authentication?: ClientAuth
  /** What an answer other than 200 means here. */
  readRefusal: (answer: TransportResponse) => GrantkeeperError
  signal: AbortSignal | undefined
}

/** Asks the token endpoint once, and gives what it answers with its lifetimes checked. */
export async function requestTokens(context: TokenRequestContext, request: TokenRequest): Promise<TokenSet> {
  request.signal?.throwIfAborted()
  const sentAt = context.environment.now()
  const response = await send(context, request)
  const tokens = readTokenSet(await checkAnswer(context, response), sentAt)
  refuseEmulatedToken(tokens.accessToken, context.integration.tokenUrl)
  return tokens
}

/** The generic request, because the one for codes wants a callback that oauth4webapi read; ours was read with its state. */
async function send(context: TokenRequestContext, request: TokenRequest): Promise<Response> {
  const { server, client } = describeServer(context.integration)
  const authentication = request.authentication ?? ClientSecretPost(context.integration.clientSecret.reveal())
  const options = callOptions(context, request.signal, (answer) => toResponse(answer, request.readRefusal))
  try {
    return await genericTokenEndpointRequest(
      server,
      client,
      authentication,
      request.grantType,
      request.parameters,
      options,
    )
  } catch (error) {
    throw isGrantkeeperError(error) ? error : readBreak(error)
  }
}

/** Everything but a 200 is judged here: its meaning decides the fate of a grant, and oauth4webapi knows one shape of error only. */
function toResponse(answer: TransportResponse, readRefusal: TokenRequest['readRefusal']): Response {
  if (answer.status !== 200) throw readRefusal(answer)
  const body = repairTokenBody(answer.body)
  if (!body) throw unusableAnswer('It is not a JSON object.')
  return answerOf(body)
}

const JSON_HEADERS = new Headers({ 'content-type': 'application/json' })

/**
 * What oauth4webapi reads of a token answer. A real Response would write these fields as text, only to read them again
 * through a stream: 6 % of a sign-in.
 */
function answerOf(fields: Readonly<Record<string, unknown>>): Response {
  const json = async () => ({ ...fields })
  return {
    __proto__: Response.prototype,
    status: 200,
    headers: JSON_HEADERS,
    bodyUsed: false,
    json,
  } as unknown as Response
}

async function checkAnswer(context: TokenRequestContext, response: Response): Promise<TokenEndpointResponse> {
  const { server, client } = describeServer(context.integration)
  try {
    return await processGenericTokenEndpointResponse(server, client, response)
  } catch {
    // The error has the whole answer in it, tokens included: it ends here.
    throw unusableAnswer('It lacks a part that the standard asks for, or has one of the wrong kind.')
  }
}

/** Checks what the standard leaves open: characters, lengths and sensible lifetimes. */
function readTokenSet(answer: TokenEndpointResponse, sentAt: number): TokenSet {
  if (answer.token_type !== 'bearer') throw unusableAnswer('Its token_type is not Bearer.')
  const accessToken = readToken(answer.access_token, 'access_token')
  const refreshToken = answer.refresh_token === undefined ? undefined : readToken(answer.refresh_token, 'refresh_token')
  if (!isLifetime(answer.expires_in)) throw unusableAnswer('Its expires_in is not a time from now to ten years ahead.')
  const refreshSeconds = answer.refresh_token_expires_in
  return {
    accessToken,
    refreshToken,
    accessExpiresAt: sentAt + Math.floor(answer.expires_in * 1000),
    refreshExpiresAt: isLifetime(refreshSeconds) ? sentAt + Math.floor(refreshSeconds * 1000) : undefined,
    scopes: answer.scope === undefined ? undefined : answer.scope.split(' ').filter((scope) => scope !== ''),
    idToken: readIdToken(answer.unchecked_id_token),
  }
}

/** One that cannot be read is no reason to lose the tokens beside it; who needs it finds it missing. */
function readIdToken(value: unknown): Secret | undefined {
  return typeof value === 'string' && /^[\x21-\x7e]{1,16384}$/.test(value) ? new Secret(value) : undefined
}

function readToken(text: string, field: string): Secret {
  if (!/^[\x21-\x7e]{1,16384}$/.test(text)) throw unusableAnswer(`Its ${field} is too long or has odd characters.`)
  return new Secret(text)
}

function isLifetime(seconds: unknown): seconds is number {
  return typeof seconds === 'number' && seconds > 0 && seconds <= TEN_YEARS_SECONDS
}

function unusableAnswer(detail: string): TokenRequestError {
  return new TokenRequestError('unknown', 'WX-TOKEN-RESPONSE', { upstreamStatus: 200, detail })
}
