import type { Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import type { TokenForm } from '../../identity/grants.ts'
import { selfContained, writeIdToken } from '../../identity/signed-tokens.ts'
import { grantTokens, reduceScopes, SCOPE_REDUCTION, type TokenOutcome } from '../../identity/token-requests.ts'
import { answerJson } from '../../server/answers.ts'
import { readForm } from '../../server/form.ts'
import { type ErrorShape, readClient, refuseToken } from './client.ts'
import { showTokens } from './show-tokens.ts'

/** `POST /v1/access_token`, and the identity broker's alias of it. @see WEBEX.md §2 */
export function accessTokenRoute(context: EmulatorContext, shape: ErrorShape): Handler<Exchange> {
  return async (c) => {
    const { body, findings, trackingId } = c.env
    const fields = readForm(c.req.header('content-type'), body)
    const form = 'fields' in fields ? await readTokenForm(context, fields.fields) : undefined
    const outcome =
      shape === 'oauth' && 'fields' in fields && fields.fields.get('grant_type') === SCOPE_REDUCTION
        ? reduceScopes(context, fields.fields, form)
        : decide(context, c.req.header('content-type'), c.req.header('authorization'), c.env, form)
    if ('error' in outcome) {
      findings.summary = `${outcome.error}: ${outcome.description}`
      return refuseToken(context, shape, trackingId, outcome)
    }
    findings.clientId = outcome.grant.clientId
    findings.user = outcome.grant.userKey
    findings.summary = `tokens for ${outcome.access.scopes.join(' ')}`
    const { code } = outcome
    const idToken = code?.scopes.includes('openid') && writeIdToken(context, await context.signingKeys.ready(), code)
    const tokens = { ...showTokens(context, outcome), ...(idToken && { id_token: idToken }) }
    return answerJson(tokens, 200, { pragma: 'no-cache' })
  }
}

function decide(
  context: EmulatorContext,
  contentType: string | undefined,
  authorization: string | undefined,
  { body, findings }: Exchange['Bindings'],
  form: TokenForm | undefined,
): TokenOutcome {
  const client = readClient(context, contentType, authorization, body, findings)
  return 'error' in client ? client : grantTokens(context, client.integration, client.fields, form)
}

/** The form of the access token that is asked for. Read before anything is decided, as making a key takes a moment. */
export async function readTokenForm(
  context: EmulatorContext,
  fields: Map<string, string>,
): Promise<TokenForm | undefined> {
  if (fields.get('self_contained_token') !== 'true') return undefined
  return selfContained(context, await context.signingKeys.ready())
}
