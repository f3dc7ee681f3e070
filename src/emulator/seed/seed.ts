import type { Settings } from '../settings.ts'

/** What an emulator starts with; the shape of a seed file too. Everything in it gets the same ids in every run. */
export interface Seed {
  users: SeedUser[]
  /** So many more people, made up, each in so many spaces. */
  generate?: { users: number; spacesEach?: number }
  integrations?: SeedIntegration[]
  /** Spaces beyond those that are made up for each user. */
  spaces?: SeedSpace[]
  /** Tokens that were never asked for by an integration. @see WEBEX.md §6 */
  tokens?: SeedToken[]
  settings?: Partial<Settings>
  /** The instant the emulator's clock starts at, as ISO 8601. Default: the computer's time. */
  clock?: string
}

/** Somebody a seed names. */
export interface SeedUser {
  /** Short name to sign in with, like `ada`. */
  key: string
  displayName: string
  email: string
  /** How many spaces are made up for the user. Default 0. */
  spaces?: number
  /** Whether the user's administrator denies every integration. Default false. */
  blockedByAdmin?: boolean
  /** Default `person`. Only a person can sign in. @see WEBEX.md §6 */
  kind?: 'person' | 'bot' | 'appuser'
  /** Whether the user administers the organisation. Default false. */
  isAdmin?: boolean
}

export interface SeedIntegration {
  /** Default `integration`. @see WEBEX.md §6 */
  kind?: 'integration' | 'service-app'
  name: string
  redirectUris: string[]
  scopes: string[]
  description?: string
  /** `C` and 64 hexadecimal digits. Default: derived from the name. */
  clientId?: string
  /** 64 hexadecimal digits, good for nothing but this emulator. Default: derived from the name. */
  clientSecret?: string
}

export interface SeedSpace {
  title: string
  /** Keys of users; the first made the space. */
  members: string[]
  messages?: { from: string; text: string }[]
}

export interface SeedToken {
  /** Key of the user whose token it is. */
  user: string
  /** `personal`: 12 h, everything the user may do. `bot`: does not expire. */
  kind: 'personal' | 'bot'
}

/**
 * Ada with 312 spaces, Grace with none, Alan whose administrator denies every integration.
 * @example
 * createEmulator({ seed: { ...demoSeed(), settings: { rotation: 'strict' } } })
 */
export function demoSeed(): Seed {
  return {
    users: [
      { key: 'ada', displayName: 'Ada Lovelace', email: 'ada@example.com', spaces: 312 },
      { key: 'grace', displayName: 'Grace Hopper', email: 'grace@example.com' },
      { key: 'alan', displayName: 'Alan Turing', email: 'alan@example.com', spaces: 12, blockedByAdmin: true },
    ],
  }
}
