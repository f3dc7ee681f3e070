import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import type { User } from '../../people.ts'
import { answerError, answerJson, FORBIDDEN } from '../../server/answers.ts'
import { authorizeCall } from '../../server/bearer.ts'
import { MOST_WEBHOOKS } from '../../webhooks/registered.ts'
import { findWatched } from '../../webhooks/watched.ts'
import { showWebhook } from '../../webhooks/webhook.ts'
import { answerList } from './paging.ts'
import { findUnreachable, tellUnreachable } from './reach.ts'
import { readTerms, type Terms } from './read-terms.ts'
import { readWritten } from './read-written.ts'

/** `GET /v1/webhooks`: the caller's own, or with `ownedBy=org` those of the organisation. @see WEBEX.md §9 */
export function listWebhooksRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const caller = authorizeCall(context, c)
    if (caller instanceof Response) return caller
    const ownedBy = c.req.query('ownedBy')
    if (ownedBy !== undefined && ownedBy !== 'org') {
      return answerError(c.env.trackingId, 400, 'Invalid value for ownedBy')
    }
    if (ownedBy === 'org' && !caller.isAdmin) return answerError(c.env.trackingId, 403, FORBIDDEN)
    context.webhooks.disableOrphans()
    const { registered } = context.webhooks
    const webhooks = ownedBy === 'org' ? registered.ownedByOrg() : registered.of(caller.uuid)
    return answerList(c, webhooks, showWebhook, { kept: ['ownedBy'], most: 100 })
  }
}

/** `POST /v1/webhooks`. The token needs the read scope of what is watched. @see WEBEX.md §7, §10 */
export function createWebhookRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const known = authorizeCall(context, c)
    if (known instanceof Response) return known
    const written = readWritten(c)
    if ('problem' in written) return answerError(c.env.trackingId, written.status, written.problem)
    const terms = readTerms(written)
    if ('problem' in terms) return answerError(c.env.trackingId, 400, terms.problem)
    const creator = authorizeCall(context, c, ...scopesOf(terms))
    if (creator instanceof Response) return creator
    const refusal = refuse(context, c, creator, terms)
    if (refusal) return refusal
    const { clientId } = c.env.findings
    const owner = { creatorUuid: creator.uuid, ...(clientId !== undefined && { clientId }) }
    return answerJson(showWebhook(context.webhooks.registered.add({ ...terms, ...owner })))
  }
}

/** Watching the whole organisation takes the scopes of a compliance officer. @see WEBEX.md §7, §10 */
export function scopesOf({ resource, ownedBy }: Pick<Terms, 'resource' | 'ownedBy'>): string[] {
  const scopes = findWatched(resource)?.scopes ?? []
  return scopes.map((scope) => (ownedBy === 'org' ? scope.replace(/^spark:/, 'spark-compliance:') : scope))
}

function refuse(context: EmulatorContext, c: Context<Exchange>, creator: User, terms: Terms): Response | undefined {
  const { trackingId } = c.env
  const { registered } = context.webhooks
  if (terms.ownedBy === 'org' && !creator.isAdmin) return answerError(trackingId, 403, FORBIDDEN)
  const unreachable = terms.ownedBy === 'org' ? undefined : findUnreachable(context, creator, terms)
  if (unreachable !== undefined) return answerError(trackingId, 400, tellUnreachable(unreachable, trackingId))
  if (registered.findTwin({ ...terms, creatorUuid: creator.uuid })) return refuseTwin(context, trackingId)
  if (registered.of(creator.uuid).length < MOST_WEBHOOKS) return undefined
  return answerError(trackingId, 400, `A person can have ${MOST_WEBHOOKS} webhooks at most.`)
}

/** The other one would tell everything twice. */
export function refuseTwin({ settings }: EmulatorContext, trackingId: string): Response {
  const problem = 'There is a webhook with this targetUrl and filter already.'
  return answerError(trackingId, settings.webhookDuplicateStatus, problem)
}
