import type { Context } from 'hono'
import type { EmulatorContext, Exchange } from '../context.ts'
import type { User } from '../people.ts'
import { answerError, FORBIDDEN, UNAUTHORIZED } from './answers.ts'

/** The user a request may act for, or the answer that refuses it: 401 without a live token, 403 without the scope. */
export function authorizeCall(context: EmulatorContext, c: Context<Exchange>, scope: string): User | Response {
  const { findings, trackingId } = c.env
  const [, token] = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '') ?? []
  const grant = token === undefined ? undefined : context.grants.grantOf(token)
  const user = grant && context.people.find(grant.userKey)
  if (!grant || !user) {
    return answerError(trackingId, 401, UNAUTHORIZED, UNAUTHORIZED, { 'www-authenticate': 'Bearer' })
  }
  findings.clientId = grant.clientId
  findings.user = user.key
  if (grant.scopes.includes(scope) || grant.scopes.includes('spark:all')) return user
  findings.summary = `${scope} was not granted`
  return answerError(trackingId, 403, FORBIDDEN)
}
