import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { readId } from '../../identifiers.ts'
import type { User } from '../../people.ts'
import { answerError, answerJson } from '../../server/answers.ts'
import { authorizeCall } from '../../server/bearer.ts'
import { enableAgain } from '../../webhooks/failing.ts'
import { showWebhook, type Webhook } from '../../webhooks/webhook.ts'
import { findProblem, readWritten } from './read-written.ts'
import { refuseTwin, scopesOf } from './webhooks.ts'

/** `GET /v1/webhooks/:id` */
export function webhookRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const webhook = findOwn(context, c)
    return webhook instanceof Response ? webhook : answerJson(showWebhook(webhook))
  }
}

/** `PUT /v1/webhooks/:id`: name, target and secret change; `status` can only make it active again. @see WEBEX.md §9, §10 */
export function changeWebhookRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const webhook = findOwn(context, c)
    if (webhook instanceof Response) return webhook
    const caller = authorizeCall(context, c, ...scopesOf(webhook))
    if (caller instanceof Response) return caller
    const written = readWritten(c)
    if ('problem' in written) return answerError(c.env.trackingId, written.status, written.problem)
    const { name = '', targetUrl = '', secret, status = 'active' } = written
    const problem = findProblem(written) ?? (status === 'active' ? undefined : 'Invalid value for status')
    if (problem !== undefined) return answerError(c.env.trackingId, 400, problem)
    const twin = context.webhooks.registered.findTwin({ ...webhook, targetUrl })
    if (twin && twin !== webhook) return refuseTwin(context, c.env.trackingId)
    Object.assign(webhook, { name, targetUrl })
    if (secret !== undefined) webhook.secret = secret
    if (written.status !== undefined) enableAgain(webhook, context.clock.now())
    return answerJson(showWebhook(webhook))
  }
}

/** `DELETE /v1/webhooks/:id` */
export function deleteWebhookRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const webhook = findOwn(context, c)
    if (webhook instanceof Response) return webhook
    context.webhooks.registered.remove(webhook)
    return new Response(null, { status: 204 })
  }
}

/** The caller's webhook of this id, or for an administrator one of the organisation. */
function findOwn(context: EmulatorContext, c: Context<Exchange>): Webhook | Response {
  const caller = authorizeCall(context, c)
  if (caller instanceof Response) return caller
  const uuid = readId('WEBHOOK', c.req.param('id') ?? '')
  if (uuid === undefined) return answerError(c.env.trackingId, 400, 'Expect base64 ID or UUID.')
  context.webhooks.disableOrphans()
  const webhook = context.webhooks.registered.find(uuid)
  if (webhook && isOwn(webhook, caller)) return webhook
  return answerError(c.env.trackingId, 404, 'Could not find a webhook with provided ID.')
}

function isOwn(webhook: Webhook, caller: User): boolean {
  return webhook.creatorUuid === caller.uuid || (webhook.ownedBy === 'org' && caller.isAdmin)
}
