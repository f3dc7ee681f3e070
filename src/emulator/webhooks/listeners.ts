import type { Change } from '../changes.ts'
import { meetsFilter } from './filter.ts'
import type { Registered } from './registered.ts'
import { hearsEvent, hearsResource } from './watched.ts'
import type { Webhook } from './webhook.ts'

/** The active webhooks that are to hear of a change: those of the people in its space, and those of the organisation. */
export function findListeners(registered: Registered, change: Change): Webhook[] {
  const own = change.audience.flatMap((uuid) => registered.of(uuid)).filter(({ ownedBy }) => ownedBy === 'creator')
  return findSubscribers([...own, ...registered.ownedByOrg()], change, change.data, change.facts)
}

/** The active webhooks for such an event whose filter fits. */
export function findSubscribers(
  webhooks: Webhook[],
  { resource, event }: { resource: string; event: string },
  data: Record<string, unknown>,
  facts: Change['facts'] = {},
): Webhook[] {
  return webhooks.filter((webhook) => {
    if (webhook.status !== 'active') return false
    if (!hearsResource(webhook.resource, resource) || !hearsEvent(webhook.event, event)) return false
    return webhook.filter === undefined || meetsFilter(webhook.filter, { data, facts }, webhook.creatorUuid)
  })
}
