import { nameWatched, type WebhookTerms, type Wish } from './wanted.ts'

/** A webhook as Webex lists it, as far as it matters here. */
export interface ListedWebhook {
  id: string
  name?: string
  targetUrl?: string
  resource?: string
  event?: string
  filter?: string
  secret?: string
  status?: string
  created?: string
}

export type Changed = 'name' | 'targetUrl' | 'secret' | 'status'

/** One thing to be done, or to be left as it is. */
export type Step =
  | { kind: 'create'; terms: WebhookTerms }
  | { kind: 'keep'; webhook: ListedWebhook }
  | { kind: 'remove'; webhook: ListedWebhook }
  | { kind: 'change'; webhook: ListedWebhook; terms: WebhookTerms; changed: Changed[] }

const FIELDS = ['name', 'targetUrl', 'secret'] as const

/**
 * What leads from the webhooks there are to those that are wished for. What a webhook watches cannot be changed, so another
 * filter is another webhook. Only those with our name are looked at; of two that watch the same, the one that is nearest to
 * the wish stays, so that all processes choose the same. Removing comes last: until then what is watched stays watched.
 */
export function planSteps(listed: readonly ListedWebhook[], { terms, prefix }: Wish): Step[] {
  const left = new Set(listed.filter(({ name }) => typeof name === 'string' && name.startsWith(prefix)))
  const steps = terms.map((term): Step => {
    const webhook = chooseNearest([...left].filter(watchesSame(term)), term)
    if (!webhook) return { kind: 'create', terms: term }
    left.delete(webhook)
    const changed = listChanged(webhook, term)
    return changed.length === 0 ? { kind: 'keep', webhook } : { kind: 'change', webhook, terms: term, changed }
  })
  return [...steps, ...[...left].map((webhook): Step => ({ kind: 'remove', webhook }))]
}

function watchesSame(term: WebhookTerms): (webhook: ListedWebhook) => boolean {
  const watched = nameWatched(term)
  return (webhook) => nameWatched(webhook) === watched
}

function chooseNearest(webhooks: ListedWebhook[], term: WebhookTerms): ListedWebhook | undefined {
  const order = (webhook: ListedWebhook) => `${listChanged(webhook, term).length} ${webhook.created} ${webhook.id}`
  return webhooks.sort((a, b) => (order(a) < order(b) ? -1 : 1))[0]
}

function listChanged(webhook: ListedWebhook, term: WebhookTerms): Changed[] {
  const changed: Changed[] = FIELDS.filter((field) => webhook[field] !== term[field])
  return webhook.status === 'inactive' ? [...changed, 'status'] : changed
}
