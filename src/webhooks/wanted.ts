import { invalidSetting, readSecureUrl } from '../oauth/secure-url.ts'
import type { Secret } from '../secret.ts'
import { readSecret } from './receive.ts'

/** What an app wants to be told of. `all` as resource or event is Webex's firehose. @see WEBEX.md §10 */
export interface WantedWebhook {
  /** Such as `messages`; the person's grant needs its read scope. */
  resource: WatchedResource
  /** What has to happen to one. */
  event: 'created' | 'updated' | 'deleted' | 'all' | (string & {})
  /** Such as `roomId=…&mentionedPeople=me`. Default: everything. */
  filter?: string
}

export type WatchedResource = 'messages' | 'memberships' | 'rooms' | 'attachmentActions' | 'all' | (string & {})

/** The webhooks that a person is to have, and where they lead. */
export interface EnsureOptions {
  /** Where Webex delivers to: https, or http on this computer (for the emulator). */
  targetUrl: string
  /** What deliveries are signed with; the same that `receiveWebhook` gets. */
  secret: string | Secret
  /** All that is wanted. What was wanted once and is not in it any more is removed; an empty list removes all. */
  wanted: readonly WantedWebhook[]
  /**
   * Whose the webhooks are: their names begin with it and a colon, and no other is touched. Deployments that share a person
   * need one each. Without a colon in it; default `grantkeeper`.
   */
  name?: string
  /** Ends the work; what was done by then stays. */
  signal?: AbortSignal
}

/** One webhook as it is to be at Webex. */
export interface WebhookTerms extends WantedWebhook {
  name: string
  targetUrl: string
  secret: string
}

/** What is to be, and how to tell ours from others. */
export interface Wish {
  terms: WebhookTerms[]
  prefix: string
}

const MOST_WANTED = 1000
const LONGEST_NAME = 64

/** Checks the options once. @throws WX-CONFIG-MISSING, WX-CONFIG-INVALID, WX-CONFIG-INSECURE */
export function readWish({ targetUrl, secret, wanted, name = 'grantkeeper' }: EnsureOptions): Wish {
  readSecureUrl(targetUrl, 'targetUrl')
  const prefix = `${readName(name)}: `
  if (!Array.isArray(wanted) || wanted.length > MOST_WANTED) {
    throw invalidSetting('wanted', `is not a list of up to ${MOST_WANTED} webhooks`)
  }
  const signing = readSecret(secret).reveal()
  const terms = wanted.map(({ resource, event, filter }): WebhookTerms => {
    const watched = { resource: readWord(resource, 'resource'), event: readWord(event, 'event') }
    return { name: `${prefix}${resource} ${event}`, targetUrl, secret: signing, ...watched, ...(filter && { filter }) }
  })
  return { terms: [...new Map(terms.map((term) => [nameWatched(term), term])).values()], prefix }
}

/** What a webhook watches, in one word; the order of a filter's parts does not matter. */
export function nameWatched({ resource, event, filter }: { resource?: string; event?: string; filter?: unknown }) {
  const parts = typeof filter === 'string' ? filter.split('&').sort() : []
  return JSON.stringify([resource, event, parts.filter(Boolean)])
}

function readName(name: unknown): string {
  if (typeof name === 'string' && /^[^:\p{C}]+$/u.test(name) && name.length <= LONGEST_NAME) return name
  throw invalidSetting('name', `is not a text of up to ${LONGEST_NAME} characters without a colon`)
}

function readWord(value: unknown, field: string): string {
  if (typeof value === 'string' && /^\w+$/.test(value)) return value
  throw invalidSetting('wanted', `has a webhook whose ${field} is not a word`)
}
