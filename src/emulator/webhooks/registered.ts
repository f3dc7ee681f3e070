import type { Kept } from '../changes.ts'
import type { EmulatorContext } from '../context.ts'
import { drawUuid } from '../identifiers.ts'
import type { Webhook, WebhookTerms } from './webhook.ts'

/** All webhooks there are, kept by who made them: a change asks only for those of the people in its space. */
export interface Registered extends Kept {
  all(): Webhook[]
  of(creatorUuid: string): Webhook[]
  ownedByOrg(): Webhook[]
  find(uuid: string): Webhook | undefined
  /** The one that would tell the same twice: same creator, resource, event, target and filter. */
  findTwin(terms: Pick<Webhook, 'creatorUuid' | 'resource' | 'event' | 'targetUrl' | 'filter'>): Webhook | undefined
  add(terms: WebhookTerms): Webhook
  remove(webhook: Webhook): void
}

/** Webex's limit for one person. @see WEBEX.md §10 */
export const MOST_WEBHOOKS = 30_000

export function createRegistered({ environment, clock }: Pick<EmulatorContext, 'environment' | 'clock'>): Registered {
  const byUuid = new Map<string, Webhook>()
  const byCreator = new Map<string, Set<Webhook>>()
  const ofOrg = new Set<Webhook>()
  const keep = (webhook: Webhook) => {
    byUuid.set(webhook.uuid, webhook)
    const own = byCreator.get(webhook.creatorUuid) ?? new Set()
    byCreator.set(webhook.creatorUuid, own.add(webhook))
    if (webhook.ownedBy === 'org') ofOrg.add(webhook)
  }
  const registered: Registered = {
    all: () => [...byUuid.values()],
    of: (creatorUuid) => [...(byCreator.get(creatorUuid) ?? [])],
    ownedByOrg: () => [...ofOrg],
    find: (uuid) => byUuid.get(uuid),
    findTwin: (terms) => registered.of(terms.creatorUuid).find((webhook) => tellsTheSame(webhook, terms)),
    add(terms) {
      const createdAt = clock.now()
      const webhook: Webhook = { ...terms, uuid: drawUuid(environment), status: 'active', createdAt, failedAt: [] }
      keep(webhook)
      return webhook
    },
    remove(webhook) {
      byUuid.delete(webhook.uuid)
      byCreator.get(webhook.creatorUuid)?.delete(webhook)
      ofOrg.delete(webhook)
    },
    save: () => registered.all().map((webhook) => ({ ...webhook, failedAt: [...webhook.failedAt] })),
    restore(saved) {
      for (const index of [byUuid, byCreator, ofOrg]) index.clear()
      for (const webhook of saved as Webhook[]) keep({ ...webhook, failedAt: [...webhook.failedAt] })
    },
  }
  return registered
}

function tellsTheSame(one: Webhook, other: Parameters<Registered['findTwin']>[0]): boolean {
  const names = ['resource', 'event', 'targetUrl', 'filter'] as const
  return names.every((name) => one[name] === other[name])
}
