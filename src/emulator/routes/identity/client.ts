import type { Context } from 'hono'
import type { EmulatorContext, Exchange, Findings } from '../../context.ts'
import { drawTrackingId } from '../../identifiers.ts'
import { authenticateClient } from '../../identity/client-authentication.ts'
import type { Integration } from '../../identity/integrations.ts'
import type { TokenRefusal } from '../../identity/token-requests.ts'
import { answerJson, MALFORMED } from '../../server/answers.ts'
import { readForm } from '../../server/form.ts'

/** `webex`: the gateway's envelope and the standard's fields together. `oauth`: the identity broker's own shape. */
export type ErrorShape = 'webex' | 'oauth'

type Client = { integration: Integration; fields: Map<string, string> }

/** As {@link readClient}, where only HTTP Basic will do. @see WEBEX.md §3, §5 */
export function readBasicClient(context: EmulatorContext, c: Context<Exchange>): TokenRefusal | Client {
  const { body, findings } = c.env
  const authorization = c.req.header('authorization')
  if (authorization !== undefined)
    return readClient(context, c.req.header('content-type'), authorization, body, findings)
  return { error: 'invalid_client', description: 'Client authentication by HTTP Basic is missing.' }
}

/** Reads the form and who sent it; the same for every endpoint that asks for client authentication. */
export function readClient(
  { integrations }: EmulatorContext,
  contentType: string | undefined,
  authorization: string | undefined,
  body: string,
  findings: Findings,
): TokenRefusal | Client {
  const form = readForm(contentType, body)
  if ('problem' in form) return { error: 'invalid_request', description: form.problem }
  findings.grantType = form.fields.get('grant_type')?.slice(0, 60)
  const client = authenticateClient(authorization, form.fields, integrations)
  if ('error' in client) {
    findings.clientId = client.clientId
    return client
  }
  findings.clientId = client.integration.clientId
  return { ...client, fields: form.fields }
}

export function refuseToken(
  { environment, settings }: EmulatorContext,
  shape: ErrorShape,
  trackingId: string,
  { error, description }: TokenRefusal,
): Response {
  const status = error === 'invalid_client' ? settings.invalidClientStatus : 400
  const headers = status === 401 ? { 'www-authenticate': 'Basic realm="emulator"' } : undefined
  if (shape === 'oauth') {
    const trackingID = drawTrackingId(environment, 'CLIENT')
    return answerJson({ error, error_description: description, trackingID }, status, headers)
  }
  const message = status === 401 ? 'Authentication credentials were missing or incorrect.' : MALFORMED
  const envelope = { message, errors: [{ description }], trackingId }
  return answerJson({ ...envelope, error, error_description: description }, status, headers)
}
