import { isGrantkeeperError } from '../errors/index.ts'
import { type Changed, type ListedWebhook, planSteps, type Step } from './plan.ts'
import { type EnsureOptions, readWish, type WebhookTerms, type Wish } from './wanted.ts'

/** The webhooks of one person at Webex: the part of a `WebexClient` that is needed. */
export interface WebhooksAtWebex {
  list(query: object, options: Options): AsyncIterable<ListedWebhook>
  create(terms: WebhookTerms, options: Options): Promise<ListedWebhook>
  /** `status` is sent only to make an inactive one active. */
  update(id: string, changes: WebhookChange, options: Options): Promise<unknown>
  delete(id: string, options: Options): Promise<unknown>
}

export type WebhookChange = Pick<WebhookTerms, 'name' | 'targetUrl' | 'secret'> & { status?: 'active' }

type Options = { signal?: AbortSignal }

/** What became of one webhook; its secret is not shown. */
export interface EnsuredWebhook {
  /** `enabled`: Webex had disabled it, and nothing else was amiss. */
  action: 'created' | 'fixed' | 'enabled' | 'removed' | 'kept'
  /** Which of its fields were set right. */
  changed: readonly Changed[]
  /** The webhook at Webex. */
  id: string
  /** What it watches, such as `messages`. */
  resource: string
  /** What has to happen to it, such as `created`. */
  event: string
  /** Which of them, as it was wanted; undefined for all. */
  filter: string | undefined
}

/**
 * Makes a person's webhooks at Webex those that are wanted: creates what is missing, sets right what differs, makes active
 * what Webex disabled, removes what is no longer wanted. Only those that bear our name are touched. Doing it again does nothing.
 * @throws WX-CONFIG-MISSING, WX-CONFIG-INVALID, WX-CONFIG-INSECURE, WX-API-* (WX-API-FORBIDDEN where the read scope of what is
 * watched was not granted)
 * @see WEBEX.md §10
 */
export async function ensureWebhooks(webex: WebhooksAtWebex, options: EnsureOptions): Promise<EnsuredWebhook[]> {
  const done = new Map<string, EnsuredWebhook>()
  const wish = readWish(options)
  const overtaken = await ensureOnce(webex, wish, options, done)
  const still = overtaken && (await ensureOnce(webex, wish, options, done))
  if (still) throw still
  return [...done.values()]
}

/** One round. Gives the first refusal that may mean that another process was at the same: the next look will tell. */
async function ensureOnce(
  webex: WebhooksAtWebex,
  wish: Wish,
  { signal }: Options,
  done: Map<string, EnsuredWebhook>,
): Promise<unknown> {
  const listed: ListedWebhook[] = []
  for await (const webhook of webex.list({}, { signal })) listed.push(webhook)
  let overtaken: unknown
  for (const step of planSteps(listed, wish)) {
    // What was to replace it may not be there.
    if (step.kind === 'remove' && overtaken) continue
    try {
      const entry = await takeStep(webex, step, { signal })
      // What a second round finds as it should be may be what the first has made so.
      if (entry.action !== 'kept' || !done.has(entry.id)) done.set(entry.id, entry)
    } catch (error) {
      if (!mayBeOvertaken(error)) throw error
      overtaken ??= error
    }
  }
  return overtaken
}

/** What is to be made is there, or what is to be changed is gone. Which status tells of a duplicate is not documented. */
function mayBeOvertaken(error: unknown): boolean {
  return isGrantkeeperError(error, 'WX-API-CONFLICT', 'WX-API-REQUEST', 'WX-API-NOT-FOUND')
}

async function takeStep(webex: WebhooksAtWebex, step: Step, options: Options): Promise<EnsuredWebhook> {
  if (step.kind === 'create') return report('created', { ...step.terms, ...(await webex.create(step.terms, options)) })
  if (step.kind === 'keep') return report('kept', step.webhook)
  if (step.kind === 'remove') {
    await webex.delete(step.webhook.id, options).catch(ignoreAbsent)
    return report('removed', step.webhook)
  }
  const { webhook, changed } = step
  const { name, targetUrl, secret } = step.terms
  const isInactive = changed.includes('status')
  await webex.update(webhook.id, { name, targetUrl, secret, ...(isInactive && { status: 'active' }) }, options)
  return report(isInactive && changed.length === 1 ? 'enabled' : 'fixed', webhook, changed)
}

function ignoreAbsent(error: unknown): void {
  if (!isGrantkeeperError(error, 'WX-API-NOT-FOUND')) throw error
}

function report(
  action: EnsuredWebhook['action'],
  { id, resource = '', event = '', filter }: ListedWebhook,
  changed: readonly Changed[] = [],
): EnsuredWebhook {
  return { action, changed, id, resource, event, filter }
}
