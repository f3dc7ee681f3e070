import type { EmulatorContext } from '../../context.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { eventRoute, eventsRoute } from './events.ts'
import { changeWebhookRoute, deleteWebhookRoute, webhookRoute } from './webhook.ts'
import { createWebhookRoute, listWebhooksRoute } from './webhooks.ts'

/** Where apps ask to be told of changes, or ask what has changed. @see WEBEX.md §10 */
export function listWebhookEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/v1/webhooks', listWebhooksRoute(context)],
    ['POST', '/v1/webhooks', createWebhookRoute(context)],
    ['GET', '/v1/webhooks/:id', webhookRoute(context)],
    ['PUT', '/v1/webhooks/:id', changeWebhookRoute(context)],
    ['DELETE', '/v1/webhooks/:id', deleteWebhookRoute(context)],
    ['GET', '/v1/events', eventsRoute(context)],
    ['GET', '/v1/events/:id', eventRoute(context)],
  ]
}
