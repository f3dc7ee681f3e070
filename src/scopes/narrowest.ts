import { AUTOMATIC_SCOPE, isSignInScope } from './catalogue.ts'
import { needs, type ScopedCall } from './needs.ts'

/** The narrowest scopes that open some calls. */
export interface NarrowestScopes {
  scopes: string[]
  /** The calls, as given, whose scopes are not known here: what they need comes on top. */
  unknown: (string | ScopedCall)[]
}

/**
 * The narrowest scopes that open all these calls, each once, in the order in which they are first needed.
 * @example
 * narrowestScopes(['GET /rooms', 'POST /messages']).scopes // ['spark:rooms_read', 'spark:messages_write']
 */
export function narrowestScopes(calls: Iterable<string | ScopedCall>): NarrowestScopes {
  const scopes = new Set<string>()
  const unknown: (string | ScopedCall)[] = []
  for (const call of calls) {
    const need = needs(call)
    if (need) for (const scope of need.scopes) scopes.add(scope)
    else unknown.push(call)
  }
  return { scopes: [...scopes], unknown }
}

/** Those that were asked for and no call has needed; what Webex adds by itself and what signing in uses are not counted. */
export function listUnused(asked: readonly string[], needed: readonly string[]): string[] {
  return asked.filter((scope) => scope !== AUTOMATIC_SCOPE && !isSignInScope(scope) && !needed.includes(scope))
}
