import type { Context } from 'hono'
import type { EmulatorContext, Exchange } from '../context.ts'
import type { AccessToken } from '../identity/grants.ts'
import { covers } from '../identity/scopes.ts'
import type { User } from '../people.ts'
import { answerError, FORBIDDEN, UNAUTHORIZED } from './answers.ts'

/** Whose request it is, and by which token. */
export interface Caller {
  user: User
  token: AccessToken
}

/**
 * The user a request may act for, or the answer that refuses it: 401 without a live token, 403 without one of the scopes.
 * Without scopes any live token will do.
 */
export function authorizeCall(context: EmulatorContext, c: Context<Exchange>, ...scopes: string[]): User | Response {
  const caller = readCaller(context, c, ...scopes)
  return caller instanceof Response ? caller : caller.user
}

/** As {@link authorizeCall}, with the token: its client, its scopes and its end. */
export function readCaller(context: EmulatorContext, c: Context<Exchange>, ...scopes: string[]): Caller | Response {
  const { findings, trackingId } = c.env
  const [, text] = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '') ?? []
  const token = text === undefined ? undefined : context.grants.findAccessToken(text)
  const user = token && context.people.find(token.grant.userKey)
  if (!token || !user) {
    return answerError(trackingId, 401, UNAUTHORIZED, UNAUTHORIZED, { 'www-authenticate': 'Bearer' })
  }
  findings.clientId = token.grant.clientId
  findings.user = user.key
  const missing = scopes.find((scope) => !covers(token.scopes, scope))
  if (missing === undefined) return { user, token }
  findings.summary = `${missing} was not granted`
  return answerError(trackingId, context.settings.missingScopeStatus, FORBIDDEN)
}
