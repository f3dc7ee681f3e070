import type { Random } from './random.ts'

/** `keep`: the refresh token stays. `grace`: a new one, the old works 60 s more. `strict`: a new one, the old kills the consent. */
export type Mode = 'keep' | 'grace' | 'strict'

/** A token's name tells all: kind, consent and number. */
export interface TokenName {
  consent: string
  number: number
}

export interface IssuedTokens {
  accessToken: string
  refreshToken: string
  number: number
}

/** Why a consent gives no more tokens. `replaced`: the same person consented anew, and this provider keeps one only. */
export type ConsentEnd = 'reused' | 'replaced' | 'revoked'

/** What the provider made of a refresh token: new tokens, or why not. */
export type Refreshed = IssuedTokens | { refused: ConsentEnd | 'expired' | 'superseded'; newest: number }

/** What differs between providers besides the mode, and is nowhere promised. */
export interface Habits {
  /** A new consent of a person ends the earlier ones. */
  keepsOneConsent: boolean
  /** Revoking an older refresh token ends the consent, too; otherwise nothing is done, and 200 said. */
  knowsOldTokens: boolean
}

export interface Provider {
  /** A person consents: the code of a new consent. */
  authorize(person: string): string
  exchange(code: string): IssuedTokens
  refresh(refreshToken: string): Refreshed
  revoke(refreshToken: string): void
  personOf(token: string): string
  /** When an access token's own life ends. */
  expiresAt(accessToken: string): number
  /** Whether an access token is accepted now: where a refresh ends older ones, only the newest is. */
  accepts(accessToken: string): boolean
  /** The number of the newest refresh token of a consent that nobody ended, be it expired or not. */
  newestUnended(consent: string): number | undefined
  lifeMs: number
  refreshLifeMs: number
}

export interface ProviderOptions {
  mode: Mode
  habits: Habits
  now(): number
}

const GRACE_MS = 60_000
const LIFE_MS = 20 * 60_000
/** The keep-alive looks after a grant once a day: within a day and a quarter, it must. */
const REFRESH_LIFE_MS = 30 * 3_600_000

interface Consent {
  id: string
  person: string
  end: ConsentEnd | undefined
  /** Number of the newest token set. */
  newest: number
  /** Number of the newest refresh token; with `keep` always that of the first. */
  refresh: number
  refreshExpiresAt: number
  /** Ends of the lives of older refresh tokens. */
  graceUntil: Map<number, number>
  accessExpiresAt: Map<number, number>
}

export function drawHabits(random: Random): Habits {
  return { keepsOneConsent: random.chance(0.5), knowsOldTokens: random.chance(0.5) }
}

interface State extends ProviderOptions {
  consents: Map<string, Consent>
}

/** The provider's mind, without a network before it. */
export function createProvider(options: ProviderOptions): Provider {
  const state: State = { ...options, consents: new Map() }
  const { mode, now } = options
  return {
    lifeMs: LIFE_MS,
    refreshLifeMs: REFRESH_LIFE_MS,
    authorize: (person) => authorize(state, person),
    exchange: (code) => exchange(state, code),
    refresh: (refreshToken) => refresh(state, refreshToken),
    revoke: (refreshToken) => revoke(state, refreshToken),
    personOf: (token) => consentOf(state, token).person,
    expiresAt: (accessToken) => expiresAt(state, accessToken),
    accepts(accessToken) {
      const { end, newest } = consentOf(state, accessToken)
      if (expiresAt(state, accessToken) <= now() || end === 'revoked') return false
      return mode !== 'strict' || (end === undefined && readName(accessToken).number === newest)
    },
    newestUnended(consent) {
      const { end, refresh: newest } = consentOf(state, `.${consent}.`)
      return end === undefined ? newest : undefined
    },
  }
}

function consentOf({ consents }: State, token: string): Consent {
  const consent = consents.get(readName(token).consent)
  if (!consent) throw new Error(`of no consent: ${token}`)
  return consent
}

function expiresAt(state: State, accessToken: string): number {
  return consentOf(state, accessToken).accessExpiresAt.get(readName(accessToken).number) ?? 0
}

function authorize({ consents }: State, person: string): string {
  const id = `${person}-${consents.size}`
  const tokens = { newest: 0, refresh: 0, refreshExpiresAt: 0, graceUntil: new Map(), accessExpiresAt: new Map() }
  consents.set(id, { id, person, end: undefined, ...tokens })
  return `code.${id}.0`
}

function exchange(state: State, code: string): IssuedTokens {
  const consent = consentOf(state, code)
  if (consent.newest > 0) throw new Error(`redeemed again: ${code}`)
  if (state.habits.keepsOneConsent) endEarlier(state, consent)
  return issue(state, consent)
}

function endEarlier({ consents }: State, consent: Consent): void {
  for (const other of consents.values()) {
    if (other !== consent && other.person === consent.person) other.end ??= 'replaced'
  }
}

function issue({ mode, now }: State, consent: Consent): IssuedTokens {
  const number = ++consent.newest
  consent.accessExpiresAt.set(number, now() + LIFE_MS)
  consent.refreshExpiresAt = now() + REFRESH_LIFE_MS
  if (mode !== 'keep' || number === 1) {
    consent.graceUntil.set(consent.refresh, now() + GRACE_MS)
    consent.refresh = number
  }
  return { accessToken: `a.${consent.id}.${number}`, refreshToken: `r.${consent.id}.${consent.refresh}`, number }
}

function refresh(state: State, refreshToken: string): Refreshed {
  const { mode, now } = state
  const consent = consentOf(state, refreshToken)
  const { number } = readName(refreshToken)
  const newest = consent.refresh
  if (consent.end) return { refused: consent.end, newest }
  if (consent.refreshExpiresAt <= now()) return { refused: 'expired', newest }
  const isInGrace = mode === 'grace' && (consent.graceUntil.get(number) ?? 0) > now()
  if (number === newest || isInGrace) return issue(state, consent)
  if (mode === 'strict') consent.end = 'reused'
  return { refused: 'superseded', newest }
}

function revoke(state: State, refreshToken: string): void {
  const consent = consentOf(state, refreshToken)
  if (state.habits.knowsOldTokens || readName(refreshToken).number === consent.refresh) consent.end = 'revoked'
}

export function readName(token: string): TokenName {
  const [, consent = '', number = ''] = token.split('.')
  return { consent, number: Number(number) }
}
