import { ClientSecretBasic, revocationRequest } from 'oauth4webapi'
import type { TransportResponse } from '../environment.ts'
import { GrantkeeperError, isGrantkeeperError } from '../errors/index.ts'
import type { Secret } from '../secret.ts'
import { refuseEmulatedToken } from '../webex-host.ts'
import { callOptions, describeServer, type TokenRequestContext } from './endpoint-call.ts'
import { readRetryAfterMs, readTrackingId } from './webex-answer.ts'

export interface RevokeOptions {
  token: Secret
  hint: 'refresh_token' | 'access_token'
  signal?: AbortSignal
}

/**
 * Asks Webex to end a token. A token that Webex does not know counts as ended.
 * @throws WX-REVOKE-FAILED, WX-EMULATED-TOKEN
 * @see RFC 7009 §2, WEBEX.md §5
 */
export async function revokeToken(context: TokenRequestContext, { token, hint, signal }: RevokeOptions): Promise<void> {
  const { revokeUrl, clientSecret } = context.integration
  refuseEmulatedToken(token, revokeUrl)
  signal?.throwIfAborted()
  const { server, client } = describeServer(context.integration)
  const authentication = ClientSecretBasic(clientSecret.reveal())
  const options = { ...callOptions(context, signal, toResponse), additionalParameters: { token_type_hint: hint } }
  try {
    await revocationRequest(server, client, authentication, token.reveal(), options)
  } catch (cause) {
    throw isGrantkeeperError(cause) ? cause : new GrantkeeperError('WX-REVOKE-FAILED', { cause })
  }
}

function toResponse(answer: TransportResponse): Response {
  if (answer.status === 200 || answer.status === 204) return new Response()
  throw new GrantkeeperError('WX-REVOKE-FAILED', {
    upstreamStatus: answer.status,
    retryAfterMs: readRetryAfterMs(answer),
    trackingId: readTrackingId(answer),
  })
}
