import type { Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { type DeviceRequest, POLL_INTERVAL_MS } from '../../identity/device-requests.ts'
import type { IssuedTokens } from '../../identity/grants.ts'
import type { Integration } from '../../identity/integrations.ts'
import { isLoginScope, splitScopes } from '../../identity/scopes.ts'
import { answerError, answerJson, MALFORMED } from '../../server/answers.ts'
import { readForm } from '../../server/form.ts'
import { readTokenForm } from './access-token.ts'
import { readBasicClient, refuseToken } from './client.ts'
import { showTokens } from './show-tokens.ts'

const HELPERS = ['a', 'k', 'r'].map(
  (name) => `https://oauth-helper-${name}.wbx2.com/helperservice/v1/actions/device/callback`,
)

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'

/** `POST /v1/device/authorize`: a code for the device, and one for the person. @see WEBEX.md §3 */
export function deviceAuthorizeRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const { body, findings, trackingId } = c.env
    const form = readForm(c.req.header('content-type'), body)
    const fields = 'fields' in form ? form.fields : new Map<string, string>()
    const integration = context.integrations.find(fields.get('client_id') ?? '')
    const scopes = splitScopes(fields.get('scope') ?? '')
    const problem = 'problem' in form ? form.problem : findProblem(context, integration, scopes)
    findings.clientId = integration?.clientId
    findings.summary = problem ?? `a device asks for ${scopes.join(' ')}`
    if (problem !== undefined || !integration) return answerError(trackingId, 400, MALFORMED, problem)
    const request = context.deviceRequests.begin({ clientId: integration.clientId, scopes })
    return answerJson(showRequest(context, request))
  }
}

function findProblem({ settings }: EmulatorContext, integration: Integration | undefined, scopes: string[]) {
  if (!integration) return 'Client Id is invalid'
  if (scopes.length === 0) return 'Scope is missing'
  const login = scopes.find(isLoginScope)
  if (login !== undefined) return `Scope ${login} is not offered to devices`
  if (scopes.some((scope) => !integration.scopes.includes(scope))) return 'Scope is invalid'
  const missing = HELPERS.filter((uri) => !integration.redirectUris.includes(uri))
  if (settings.deviceRedirectUris === 'ignored' || missing.length === 0) return undefined
  return `The integration must register the redirect URIs ${missing.join(', ')}`
}

function showRequest({ clock, origin }: EmulatorContext, request: DeviceRequest) {
  const { deviceCode, userCode, completeCode, expiresAt } = request
  return {
    device_code: deviceCode,
    expires_in: Math.floor((expiresAt - clock.now()) / 1000),
    user_code: userCode,
    verification_uri: `${origin()}/verify`,
    verification_uri_complete: `${origin()}/verify?userCode=${completeCode}`,
    interval: POLL_INTERVAL_MS / 1000,
  }
}

/** `POST /v1/device/token`: 428 until the person answered. @see WEBEX.md §3 */
export function deviceTokenRoute(context: EmulatorContext): Handler<Exchange> {
  return async (c) => {
    const { findings, trackingId } = c.env
    const client = readBasicClient(context, c)
    if ('error' in client) return refuseToken(context, 'webex', trackingId, client)
    const form = await readTokenForm(context, client.fields)
    const outcome = redeemDeviceCode(context, client.integration, client.fields, form)
    if (typeof outcome === 'string') {
      findings.summary = outcome
      const status = outcome === 'authorization_pending' ? 428 : 400
      return answerJson({ message: outcome, errors: [{ description: outcome }], trackingId, error: outcome }, status)
    }
    findings.user = outcome.grant.userKey
    findings.summary = `tokens for ${outcome.access.scopes.join(' ')}`
    return answerJson(showTokens(context, outcome), 200, { pragma: 'no-cache' })
  }
}

function redeemDeviceCode(
  context: EmulatorContext,
  integration: Integration,
  fields: Map<string, string>,
  form: Awaited<ReturnType<typeof readTokenForm>>,
): IssuedTokens | string {
  const { clock, deviceRequests, grants, settings } = context
  if (!fields.get('grant_type') || !fields.get('device_code')) return 'invalid_request'
  if (fields.get('grant_type') !== DEVICE_CODE) return 'unsupported_grant_type'
  const request = deviceRequests.find(fields.get('device_code') ?? '')
  if (!request || request.clientId !== integration.clientId) return 'invalid_grant'
  if (request.expiresAt <= clock.now()) return settings.expiredDeviceCode
  const { outcome } = request
  if (outcome.kind === 'pending') return pollTooSoon(request, clock.now()) ? 'slow_down' : 'authorization_pending'
  deviceRequests.end(request)
  if (outcome.kind === 'denied') return 'access_denied'
  const { userKey, scopes } = outcome
  const { clientId } = integration
  if (grants.isFull({ clientId, userKey })) return 'tokenlimit_reached'
  return grants.begin({ kind: 'integration', clientId, userKey, scopes }, form)
}

function pollTooSoon(request: DeviceRequest, now: number): boolean {
  const isSoon = request.polledAt !== undefined && Math.abs(now - request.polledAt) < POLL_INTERVAL_MS
  request.polledAt = now
  return isSoon
}
