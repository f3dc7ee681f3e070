export type ScopeArea =
  | 'messaging'
  | 'meetings'
  | 'calling and devices'
  | 'administration'
  | 'compliance'
  | 'contact center'
  | 'apps'
  | 'sign-in'

/** One scope of Webex. */
export interface ScopeEntry {
  /** Exactly as Webex writes it. */
  readonly scope: string
  /** What it allows, going on from "This app will be able to …". */
  readonly allows: string
  /** What it is about. */
  readonly area: ScopeArea
}

/** Entries of one area, from scopes and what they allow. */
export function listEntries(area: ScopeArea, scopes: Readonly<Record<string, string>>): ScopeEntry[] {
  return Object.entries(scopes).map(([scope, allows]) => ({ scope, allows, area }))
}

/** For each subject a scope to read and one to write it. */
export function listPairs(area: ScopeArea, prefix: string, subjects: Readonly<Record<string, string>>): ScopeEntry[] {
  return Object.entries(subjects).flatMap(([name, words]) => [
    { scope: `${prefix}:${name}_read`, allows: `see ${words}`, area },
    { scope: `${prefix}:${name}_write`, allows: `change ${words}`, area },
  ])
}

/** For each subject a scope to read it. */
export function listReads(area: ScopeArea, prefix: string, subjects: Readonly<Record<string, string>>): ScopeEntry[] {
  return listPairs(area, prefix, subjects).filter(({ scope }) => scope.endsWith('_read'))
}
