import type { Context } from 'hono'
import type { EmulatorContext, Exchange } from '../context.ts'
import type { User } from '../people.ts'
import { answerError, FORBIDDEN, UNAUTHORIZED } from './answers.ts'

/**
 * The user a request may act for, or the answer that refuses it: 401 without a live token, 403 without one of the scopes.
 * Without scopes any live token will do.
 */
export function authorizeCall(context: EmulatorContext, c: Context<Exchange>, ...scopes: string[]): User | Response {
  const { findings, trackingId } = c.env
  const [, token] = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '') ?? []
  const grant = token === undefined ? undefined : context.grants.grantOf(token)
  const user = grant && context.people.find(grant.userKey)
  if (!grant || !user) {
    return answerError(trackingId, 401, UNAUTHORIZED, UNAUTHORIZED, { 'www-authenticate': 'Bearer' })
  }
  findings.clientId = grant.clientId
  findings.user = user.key
  const missing = scopes.find((scope) => !isCovered(scope, grant.scopes))
  if (missing === undefined) return user
  findings.summary = `${missing} was not granted`
  return answerError(trackingId, 403, FORBIDDEN)
}

/** `spark:all` opens messaging only. @see WEBEX.md §7 */
function isCovered(scope: string, granted: string[]): boolean {
  return granted.includes(scope) || (scope.startsWith('spark:') && granted.includes('spark:all'))
}
