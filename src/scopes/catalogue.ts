import { administrationScopes, complianceScopes, contactCenterScopes } from './catalogue/administration.ts'
import type { ScopeEntry } from './catalogue/entry.ts'
import { meetingScopes } from './catalogue/meetings.ts'
import { messagingScopes } from './catalogue/messaging.ts'

export type { ScopeArea, ScopeEntry } from './catalogue/entry.ts'

/** The scopes that are known here. Webex has more, and adds to them; one that is not here is not wrong. @see WEBEX.md §7 */
export const scopeCatalogue: readonly ScopeEntry[] = Object.freeze([
  ...messagingScopes,
  ...meetingScopes,
  ...administrationScopes,
  ...complianceScopes,
  ...contactCenterScopes,
])

/** Webex ticks it on every integration by itself, so nobody has to justify it. @see WEBEX.md §7 */
export const AUTOMATIC_SCOPE = 'spark:kms'

const byScope = new Map(scopeCatalogue.map((entry) => [entry.scope, entry]))

/** The entry of a scope, exactly as written; undefined for one that is not known here. */
export function findScope(scope: string): ScopeEntry | undefined {
  return byScope.get(scope)
}

/** Whether signing in uses it, and no call; no integration has to register it. @see WEBEX.md §1 */
export function isSignInScope(scope: string): boolean {
  return byScope.get(scope)?.area === 'sign-in'
}

/**
 * What a scope allows, in plain words that go on from "This app will be able to …"; undefined for one we have no words for.
 * @example
 * describeScope('spark:rooms_read') // 'see the titles of your spaces'
 */
export function describeScope(scope: string): string | undefined {
  return byScope.get(scope)?.allows
}

/**
 * Those whose name, words or area have every word of a text in them, whatever its case; all for an empty text.
 * @example
 * searchScopes('recordings').map(({ scope }) => scope)
 */
export function searchScopes(text: string): ScopeEntry[] {
  const words = text.toLowerCase().slice(0, 200).split(/\s+/).filter(Boolean)
  return scopeCatalogue.filter(({ scope, allows, area }) => {
    const all = `${scope} ${allows} ${area}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
}
