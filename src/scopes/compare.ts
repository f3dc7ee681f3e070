import { AUTOMATIC_SCOPE, isSignInScope } from './catalogue.ts'

/** Which scopes whom has; each list may be had from a grant or from a keeper's `integration`. */
export interface ScopesToCompare {
  /** What the app asks for today. */
  wanted: readonly string[]
  /** What it asked for when the person granted access. */
  asked: readonly string[]
  /** What Webex granted then. */
  granted: readonly string[]
  /** What is ticked on the integration, where it is known: from the OAuth Authorization URL that the portal shows. */
  ticked?: readonly string[]
}

/** How far a grant is from what the app wants. Scopes are compared as they are written: `spark:all` stands for itself only. */
export interface ScopeDrift {
  /** Wanted today and not granted: the person is to be asked again, for all that is wanted. */
  missing: string[]
  /** Asked for and not granted: not ticked on the integration then, or held back by the organization. */
  refused: string[]
  /** Granted, and not wanted any more. It goes when the person is asked again. */
  surplus: string[]
  /** Granted without having been asked for, by an earlier consent or by Webex. */
  unasked: string[]
  /** Wanted and not ticked: asking for it fails with WX-INVALID-SCOPE. Empty where `ticked` is not known. */
  unticked: string[]
}

/**
 * Compares what an app wants with what it asked for and what was granted.
 * @see WEBEX.md §1, §7
 * @example
 * const { scopesAsked: asked, scopesGranted: granted } = grant
 * compareScopes({ wanted: keeper.integration.scopes, asked, granted }).missing // wanted, and not granted
 */
export function compareScopes({ wanted, asked, granted, ticked }: ScopesToCompare): ScopeDrift {
  return {
    missing: subtract(wanted, granted),
    refused: subtract(asked, granted),
    surplus: withoutAutomatic(subtract(granted, wanted)),
    unasked: withoutAutomatic(subtract(granted, asked)),
    unticked: ticked ? subtract(wanted, ticked).filter((scope) => !isSignInScope(scope)) : [],
  }
}

function subtract(from: readonly string[], others: readonly string[]): string[] {
  return from.filter((scope) => !others.includes(scope))
}

function withoutAutomatic(scopes: string[]): string[] {
  return scopes.filter((scope) => scope !== AUTOMATIC_SCOPE)
}
