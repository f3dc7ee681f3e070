import type { Handler } from 'hono'
import type { EmulatorContext, Exchange, Findings } from '../../context.ts'
import { drawTrackingId } from '../../identifiers.ts'
import { authenticateClient } from '../../identity/client-authentication.ts'
import type { IssuedTokens } from '../../identity/grants.ts'
import type { Integration } from '../../identity/integrations.ts'
import { grantTokens, type TokenRefusal } from '../../identity/token-requests.ts'
import { answerJson, MALFORMED } from '../../server/answers.ts'
import { readForm } from '../../server/form.ts'

/** `webex`: the gateway's envelope and the standard's fields together. `oauth`: the identity broker's own shape. */
export type ErrorShape = 'webex' | 'oauth'

/** `POST /v1/access_token`, and the identity broker's alias of it. @see WEBEX.md §2 */
export function accessTokenRoute(context: EmulatorContext, shape: ErrorShape): Handler<Exchange> {
  return (c) => {
    const { body, findings, trackingId } = c.env
    const refuse = (refusal: TokenRefusal) => {
      findings.summary = `${refusal.error}: ${refusal.description}`
      return refuseToken(context, shape, trackingId, refusal)
    }
    const client = readClient(context, c.req.header('content-type'), c.req.header('authorization'), body, findings)
    if ('error' in client) return refuse(client)
    const outcome = grantTokens(context, client.integration, client.fields)
    if ('error' in outcome) return refuse(outcome)
    findings.user = outcome.grant.userKey
    findings.summary = `tokens for ${outcome.grant.scopes.join(' ')}`
    return answerJson(showTokens(context, outcome), 200, { pragma: 'no-cache' })
  }
}

/** Reads the form and who sent it; the same for every endpoint that asks for client authentication. */
export function readClient(
  { integrations }: EmulatorContext,
  contentType: string | undefined,
  authorization: string | undefined,
  body: string,
  findings: Findings,
): TokenRefusal | { integration: Integration; fields: Map<string, string> } {
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
  { environment }: EmulatorContext,
  shape: ErrorShape,
  trackingId: string,
  { error, description }: TokenRefusal,
): Response {
  const status = error === 'invalid_client' ? 401 : 400
  const headers = status === 401 ? { 'www-authenticate': 'Basic realm="emulator"' } : undefined
  if (shape === 'oauth') {
    const trackingID = drawTrackingId(environment, 'CLIENT')
    return answerJson({ error, error_description: description, trackingID }, status, headers)
  }
  const message = status === 401 ? 'Authentication credentials were missing or incorrect.' : MALFORMED
  const envelope = { message, errors: [{ description }], trackingId }
  return answerJson({ ...envelope, error, error_description: description }, status, headers)
}

function showTokens({ clock }: EmulatorContext, { grant, accessToken, accessExpiresAt }: IssuedTokens) {
  const secondsUntil = (at: number) => Math.max(0, Math.floor((at - clock.now()) / 1000))
  return {
    access_token: accessToken,
    expires_in: secondsUntil(accessExpiresAt),
    refresh_token: grant.refreshToken,
    refresh_token_expires_in: secondsUntil(grant.refreshExpiresAt),
    token_type: 'Bearer',
    scope: grant.scopes.join(' '),
  }
}
