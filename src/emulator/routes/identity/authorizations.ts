import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { encodeId, ORG_UUID, readId } from '../../identifiers.ts'
import type { AccessToken, Grant } from '../../identity/grants.ts'
import type { User } from '../../people.ts'
import { answerError, answerJson, FORBIDDEN } from '../../server/answers.ts'
import { readCaller } from '../../server/bearer.ts'

/** `GET /v1/authorizations`: what a person allowed, each token by itself. For administrators. @see WEBEX.md §5 */
export function authorizationsRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const caller = readCaller(context, c, 'identity:tokens_read')
    if (caller instanceof Response) return caller
    if (!caller.user.isAdmin) return answerError(c.env.trackingId, 403, FORBIDDEN)
    const { personId, personEmail } = c.req.query()
    if (!personId === !personEmail) {
      return answerError(c.env.trackingId, 400, 'Must specify either personId or personEmail.')
    }
    const uuid = readId('PEOPLE', personId ?? '')
    const person = personEmail ? context.people.findByEmail(personEmail) : context.people.findByUuid(uuid ?? '')
    if (!person) return answerError(c.env.trackingId, 404, 'Person not found.')
    const grants = context.grants.live().filter(({ userKey }) => userKey === person.key)
    return answerJson({ items: grants.flatMap((grant) => showGrant(context, grant, person)) })
  }
}

function showGrant({ integrations, grants }: EmulatorContext, grant: Grant, person: User) {
  const { clientId } = grant
  const about = {
    applicationId: encodeId('APPLICATION', clientId),
    applicationName: integrations.find(clientId)?.name ?? 'Developer portal',
    personId: person.id,
    clientId,
  }
  const show = (type: 'refresh' | 'access', id: string, createdAt: number) => {
    return { id: encodeId('AUTHORIZATION', id), ...about, created: new Date(createdAt).toISOString(), type }
  }
  const access = grants.accessTokensOf(grant).map(({ id, createdAt }) => show('access', id, createdAt))
  return grant.refreshToken === undefined ? access : [show('refresh', grant.id, grant.createdAt), ...access]
}

/** `DELETE /v1/authorizations/:id`: a refresh token takes its access tokens with it. @see WEBEX.md §5 */
export function deleteAuthorizationRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const caller = readCaller(context, c, 'identity:tokens_write')
    if (caller instanceof Response) return caller
    const found = findAuthorization(context, c.req.param('id') ?? '')
    const grant = found && ('grant' in found ? found.grant : found)
    const isOwn = grant?.userKey === caller.user.key && grant.clientId === caller.token.grant.clientId
    if (!caller.user.isAdmin && !isOwn) return answerError(c.env.trackingId, 403, FORBIDDEN)
    if (!found || !grant) return answerError(c.env.trackingId, 404, 'Authorization not found.')
    if ('grant' in found) context.grants.revokeAccessToken(found)
    else context.grants.revoke(found)
    c.env.findings.summary = `an authorization of ${grant.userKey} ended`
    return new Response(null, { status: 204 })
  }
}

function findAuthorization({ grants }: EmulatorContext, id: string): Grant | AccessToken | undefined {
  const uuid = readId('AUTHORIZATION', id)
  if (uuid === undefined) return undefined
  const grant = grants.find(uuid)
  if (grant?.refreshToken !== undefined) return grant
  return grants
    .live()
    .flatMap((each) => grants.accessTokensOf(each))
    .find((token) => token.id === uuid)
}

/** `DELETE /v1/authorizations?clientId=&orgId=`: everything the organization's people allowed this client. @see WEBEX.md §5 */
export function deleteClientAuthorizationsRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const caller = readCaller(context, c, 'identity:tokens_write')
    if (caller instanceof Response) return caller
    const { clientId, orgId } = c.req.query()
    const { trackingId, findings } = c.env
    if (!caller.user.isAdmin) return answerError(trackingId, 403, FORBIDDEN)
    if (!clientId) return answerError(trackingId, 400, "Required String parameter 'clientId' is not present")
    if (orgId && readId('ORGANIZATION', orgId) !== ORG_UUID) return answerError(trackingId, 403, FORBIDDEN)
    findings.summary = `${context.grants.revokeWhere((grant) => grant.clientId === clientId)} authorizations ended`
    return new Response(null, { status: 204 })
  }
}

/** `GET /v1/authorizations/tokenExpiry`: when the calling token ends, in ms since 1970. @see WEBEX.md §5 */
export function tokenExpiryRoute(context: EmulatorContext): Handler<Exchange> {
  return (c: Context<Exchange>) => {
    const caller = readCaller(context, c)
    return caller instanceof Response ? caller : answerJson({ exp: caller.token.expiresAt })
  }
}
