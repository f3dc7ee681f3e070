import { findScope, isSignInScope } from './catalogue.ts'
import { isInSparkAll } from './needs.ts'
import { suggestScope } from './suggest.ts'

/** Something about scopes that are to be asked for; an `error` will fail, a `warning` may be meant. */
export interface ScopeFinding {
  /** What is amiss. */
  kind: 'unknown' | 'mistyped' | 'all-with-others' | 'identity-without-openid'
  /** How bad it is. */
  severity: 'error' | 'warning'
  /** The scope it is about. */
  scope: string
  /** A scope to write instead. */
  suggestion?: string
  /** One sentence. */
  message: string
}

/**
 * What is amiss with scopes before Webex is asked: names that nobody knows, and scopes that do nothing together.
 * @see WEBEX.md §1, §7, §13
 * @example
 * checkScopes(['spark:room_read'])[0]?.suggestion // 'spark:rooms_read'
 */
export function checkScopes(scopes: readonly string[]): ScopeFinding[] {
  return [...scopes.flatMap(checkName), ...checkSparkAll(scopes), ...checkSignIn(scopes)]
}

function checkName(scope: string): ScopeFinding[] {
  if (findScope(scope)) return []
  const suggestion = suggestScope(scope)
  if (suggestion === undefined) {
    const message = `${scope} is not known here. Webex may have it: compare it with the integration’s page.`
    return [{ kind: 'unknown', severity: 'warning', scope, message }]
  }
  return [{ kind: 'mistyped', severity: 'error', scope, suggestion, message: `Did you mean ${suggestion}?` }]
}

function checkSparkAll(scopes: readonly string[]): ScopeFinding[] {
  if (!scopes.includes('spark:all')) return []
  return scopes.filter(isInSparkAll).map((scope): ScopeFinding => {
    const message = `spark:all does the same as ${scope}, and Webex may not let both be ticked: ask for one or the other.`
    return { kind: 'all-with-others', severity: 'warning', scope, message }
  })
}

function checkSignIn(scopes: readonly string[]): ScopeFinding[] {
  if (scopes.includes('openid')) return []
  const lonely = scopes.filter(isSignInScope)
  return lonely.map((scope) => {
    const message = `${scope} tells nothing without openid.`
    return { kind: 'identity-without-openid', severity: 'error', scope, suggestion: 'openid', message }
  })
}
