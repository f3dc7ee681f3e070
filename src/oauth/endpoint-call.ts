import { allowInsecureRequests, type CustomFetchOptions, customFetch } from 'oauth4webapi'
import { type Environment, type TransportResponse, withDeadline } from '../environment.ts'
import type { Integration } from './integration.ts'

/** What a call to Webex's token or revocation endpoint needs. */
export interface TokenRequestContext {
  integration: Integration
  environment: Environment
  /** Most milliseconds from sending to the last byte of the answer. Default 30,000. */
  deadlineMs?: number
}

const MOST_BYTES = 64 * 1024
const DEFAULT_DEADLINE_MS = 30_000

/** The integration in the words of oauth4webapi. */
export function describeServer({ authorizeUrl, tokenUrl, revokeUrl, clientId }: Integration) {
  const server = { issuer: authorizeUrl, token_endpoint: tokenUrl, revocation_endpoint: revokeUrl }
  return { server, client: { client_id: clientId } }
}

/**
 * Options that make oauth4webapi send through our transport, once, within the deadline. `toResponse` gets whatever came,
 * redirects included (none is followed), and gives what oauth4webapi is to see of it.
 */
export function callOptions(
  { environment, deadlineMs = DEFAULT_DEADLINE_MS }: TokenRequestContext,
  signal: AbortSignal | undefined,
  toResponse: (answer: TransportResponse) => Response,
) {
  return {
    // http was refused for all but loopback when the integration was read.
    [allowInsecureRequests]: true,
    [customFetch]: async (url: string, { method, headers, body }: CustomFetchOptions<'POST', URLSearchParams>) =>
      toResponse(
        await withDeadline(environment, deadlineMs, signal, (untilDeadline) =>
          environment.transport({
            method,
            url,
            headers,
            body: body.toString(),
            signal: untilDeadline,
            maxBytes: MOST_BYTES,
          }),
        ),
      ),
  }
}
