import { findScope, type ScopeEntry } from './catalogue.ts'
import { endpoints, type Sureness, watchedScopes } from './endpoints.ts'
import { isInSparkAll } from './needs.ts'

/** What is known of a scope. */
export interface ScopeExplanation extends ScopeEntry {
  /** What it opens or helps to open, such as `GET /rooms` or `POST /webhooks rooms`; what is not known here is not listed. */
  opens: { endpoint: string; sure: Sureness }[]
  /** Whether a token with `spark:all` opens the same. It is no reason to ask for both. */
  inSparkAll: boolean
}

/**
 * What a scope allows and which endpoints it opens; undefined for one that is not known here.
 * @see WEBEX.md §7
 * @example
 * explainScope('spark:rooms_read')?.opens.map(({ endpoint }) => endpoint) // ['GET /rooms', …]
 */
export function explainScope(scope: string): ScopeExplanation | undefined {
  const entry = findScope(scope)
  return entry && { ...entry, opens: listOpened(scope), inSparkAll: isInSparkAll(scope) }
}

function listOpened(scope: string): ScopeExplanation['opens'] {
  const direct = endpoints
    .filter(({ scopes }) => scopes.includes(scope))
    .map(({ method, path, sure }) => ({ endpoint: `${method} ${path}`, sure }))
  const watched = [...watchedScopes]
    .filter(([, { scopes }]) => scopes.includes(scope))
    .map(([resource, { sure }]) => ({ endpoint: `POST /webhooks ${resource}`, sure }))
  return [...direct, ...watched]
}
