import { timingSafeEqual } from 'node:crypto'
import type { Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { ORG_UUID, readId, readIdName } from '../../identifiers.ts'
import { readGuestJwt } from '../../identity/guest-jwt.ts'
import { issueForGuest, issueForServiceApp } from '../../identity/other-tokens.ts'
import { selfContained } from '../../identity/signed-tokens.ts'
import { answerError, answerJson, FORBIDDEN, MALFORMED, UNAUTHORIZED } from '../../server/answers.ts'
import { readCaller } from '../../server/bearer.ts'
import { readJsonBody } from './json-body.ts'
import { showTokens } from './show-tokens.ts'

/** `POST /v1/applications/:id/token`: a service app's tokens for an organization. @see WEBEX.md §6 */
export function serviceAppTokenRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const caller = readCaller(context, c, 'spark:applications_token')
    if (caller instanceof Response) return caller
    const { trackingId, body, findings } = c.env
    const { clientId, clientSecret, targetOrgId } = readJsonBody(body) ?? {}
    const id = c.req.param('id') ?? ''
    const app = context.integrations.find(readIdName('APPLICATION', id) ?? id)
    if (app?.kind !== 'service-app') return answerError(trackingId, 404, 'Could not find a service app with this id.')
    findings.clientId = app.clientId
    if (clientId !== app.clientId || !isSame(clientSecret, app.clientSecret)) {
      return answerError(trackingId, 400, MALFORMED, 'clientId or clientSecret is invalid')
    }
    if (readId('ORGANIZATION', String(targetOrgId)) !== ORG_UUID) return answerError(trackingId, 403, FORBIDDEN)
    const { scope: _, ...tokens } = showTokens(context, issueForServiceApp(context, app))
    findings.summary = 'tokens for a service app'
    return answerJson(tokens)
  }
}

/** `POST /v1/guests/token`: a service app lets a guest in. @see WEBEX.md §6 */
export function guestTokenRoute(context: EmulatorContext): Handler<Exchange> {
  return async (c) => {
    const caller = readCaller(context, c, 'guest-issuer:write')
    if (caller instanceof Response) return caller
    const { trackingId, body, findings } = c.env
    const { grant } = caller.token
    if (grant.kind !== 'service-app') return answerError(trackingId, 403, FORBIDDEN)
    const { subject, displayName } = readJsonBody(body) ?? {}
    if (!isName(subject) || !isName(displayName)) {
      return answerError(trackingId, 400, MALFORMED, 'subject and displayName are texts of at most 200 characters')
    }
    const form = selfContained(context, await context.signingKeys.ready())
    const issued = issueForGuest(context, grant, { subject, displayName }, form)
    if (!issued) return answerError(trackingId, 403, 'There are too many guests.')
    const { user, token } = issued
    findings.summary = 'a token for a guest'
    const expiresIn = Math.floor((token.expiresAt - context.clock.now()) / 1000)
    return answerJson({ id: user.id, subject, displayName, email: user.email, accessToken: token.text, expiresIn })
  }
}

/** `POST /v1/jwt/login`: the guest issuer of before. @see WEBEX.md §6 */
export function jwtLoginRoute(context: EmulatorContext): Handler<Exchange> {
  return async (c) => {
    const { trackingId, findings } = c.env
    const jwt = c.req.header('authorization')?.trim() ?? ''
    const read = readGuestJwt(jwt, context.clock.now(), (clientId) => context.integrations.find(clientId))
    if (!read) return answerError(trackingId, 401, UNAUTHORIZED)
    findings.clientId = read.app.clientId
    const form = selfContained(context, await context.signingKeys.ready())
    const issued = issueForGuest(context, read.app, read.claims, form)
    if (!issued) return answerError(trackingId, 403, 'There are too many guests.')
    findings.summary = 'a token for a guest'
    const expiresIn = Math.floor((issued.token.expiresAt - context.clock.now()) / 1000)
    return answerJson({ token: issued.token.text, expiresIn })
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 200
}

function isSame(given: unknown, secret: string): boolean {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(secret)]
  return a.length === b.length && timingSafeEqual(a, b)
}
