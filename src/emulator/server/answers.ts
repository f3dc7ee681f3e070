import type { Environment } from '../../environment.ts'
import { drawTrackingId } from '../identifiers.ts'

export const UNAUTHORIZED = 'The request requires a valid access token set in the Authorization request header.'
export const FORBIDDEN =
  'The server understood the request, but refused to fulfill it because the access token is missing required scopes or the user is missing required roles or licenses.'
export const MALFORMED = 'The request could not be understood by the server due to malformed syntax.'

/** A JSON answer as Webex writes its content type. */
export function answerJson(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const type = 'application/json;charset=UTF-8'
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } })
}

/** Webex's envelope for everything that went wrong. @see WEBEX.md §8 */
export function answerError(
  trackingId: string,
  status: number,
  message: string,
  description = message,
  headers: Record<string, string> = {},
): Response {
  return answerJson({ message, errors: [{ description }], trackingId }, status, { trackingid: trackingId, ...headers })
}

/** What the gateway in front of Webex says to a path without `/v1`. @see WEBEX.md §1 */
export function answerAsGateway(environment: Environment): Response {
  return answerError(drawTrackingId(environment, 'ROUTERGW'), 401, UNAUTHORIZED)
}
