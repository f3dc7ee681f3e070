import type { Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { answerJson } from '../../server/answers.ts'
import { readBasicClient, refuseToken } from './client.ts'

/** `POST /idb/oauth2/v1/revoke`: an unknown token is no error. @see RFC 7009 §2.2 and WEBEX.md §5 */
export function revokeRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const { findings, trackingId } = c.env
    const client = readBasicClient(context, c)
    if ('error' in client) return refuseToken(context, 'oauth', trackingId, client)
    const token = client.fields.get('token')
    if (!token) {
      return refuseToken(context, 'oauth', trackingId, { error: 'invalid_request', description: 'token is missing' })
    }
    context.grants.revokeToken(token, client.integration.clientId)
    findings.summary = 'revoked'
    return answerJson({})
  }
}
