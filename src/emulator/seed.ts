export interface SeedUser {
  /** Short name to sign in with, like `ada`. */
  key: string
  displayName: string
  email: string
  /** How many spaces the user is in. Default 0. */
  spaces?: number
  /** Whether the user's administrator denies every integration. Default false. */
  blockedByAdmin?: boolean
  /** Default `person`. Only a person can sign in. @see WEBEX.md §6 */
  kind?: 'person' | 'bot' | 'appuser'
  /** Whether the user administers the organisation. Default false. */
  isAdmin?: boolean
}

/** What an emulator starts with. */
export interface Seed {
  users: SeedUser[]
}

/** Ada with 312 spaces, Grace with none, Alan whose administrator denies every integration. */
export function demoSeed(): Seed {
  return {
    users: [
      { key: 'ada', displayName: 'Ada Lovelace', email: 'ada@example.com', spaces: 312 },
      { key: 'grace', displayName: 'Grace Hopper', email: 'grace@example.com' },
      { key: 'alan', displayName: 'Alan Turing', email: 'alan@example.com', spaces: 12, blockedByAdmin: true },
    ],
  }
}
