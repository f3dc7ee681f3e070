import type { EmulatorContext } from '../context.ts'
import type { AccessToken, Grant, GrantTerms } from './grants.ts'

/** Every token there is, and which grant it belongs to. */
export interface TokenState {
  context: Pick<EmulatorContext, 'environment' | 'clock' | 'settings'>
  /** By id, oldest first. */
  grants: Map<string, HeldGrant>
  access: Map<string, AccessToken>
  /** Every refresh token that was given, with the end of its own life. */
  refresh: Map<string, RefreshToken>
  /** The latest grant of a client, person and set of scopes. */
  latest: Map<string, Grant>
  sweptAt: number
}

export interface RefreshToken {
  grant: Grant
  until: number
}

interface HeldGrant {
  grant: Grant
  access: Set<string>
  refresh: Set<string>
}

/** Beyond these the oldest are forgotten, so that no client can make the emulator grow for ever. */
const MOST_GRANTS = 100_000
const MOST_TOKENS_OF_A_GRANT = 100

const SWEEP_EVERY_MS = 3_600_000

export function createTokenState(context: TokenState['context']): TokenState {
  const sweptAt = context.clock.now()
  return { context, grants: new Map(), access: new Map(), refresh: new Map(), latest: new Map(), sweptAt }
}

export function holdGrant(state: TokenState, grant: Grant): void {
  if (state.grants.size >= MOST_GRANTS) dropOldest(state)
  state.grants.set(grant.id, { grant, access: new Set(), refresh: new Set() })
  state.latest.set(keyOf(grant), grant)
}

export function holdAccessToken(state: TokenState, token: AccessToken): void {
  const held = state.grants.get(token.grant.id)
  if (!held) return
  forgetOldest(held.access, state.access)
  held.access.add(token.text)
  state.access.set(token.text, token)
}

export function holdRefreshToken(state: TokenState, text: string, token: RefreshToken): void {
  const held = state.grants.get(token.grant.id)
  if (!held) return
  forgetOldest(held.refresh, state.refresh)
  held.refresh.add(text)
  state.refresh.set(text, token)
}

export function dropGrant(state: TokenState, grant: Grant): void {
  const held = state.grants.get(grant.id)
  for (const text of held?.access ?? []) state.access.delete(text)
  for (const text of held?.refresh ?? []) state.refresh.delete(text)
  state.grants.delete(grant.id)
  if (state.latest.get(keyOf(grant)) === grant) state.latest.delete(keyOf(grant))
}

export function latestGrant(state: TokenState, terms: GrantTerms): Grant | undefined {
  const grant = state.latest.get(keyOf(terms))
  return grant && !isEnded(grant, state.context.clock.now()) ? grant : undefined
}

export function isEnded({ refreshExpiresAt }: Grant, now: number): boolean {
  return refreshExpiresAt <= now
}

/** Forgets, once an hour, tokens that are expired and grants that have none left. */
export function dropWhatEnded(state: TokenState): void {
  const now = state.context.clock.now()
  if (Math.abs(now - state.sweptAt) < SWEEP_EVERY_MS) return
  state.sweptAt = now
  for (const { grant, access } of [...state.grants.values()]) {
    for (const text of access) {
      if ((state.access.get(text)?.expiresAt ?? 0) > now) continue
      state.access.delete(text)
      access.delete(text)
    }
    if (access.size === 0 && isEnded(grant, now)) dropGrant(state, grant)
  }
}

interface SavedTokens {
  grants: Grant[]
  access: (Omit<AccessToken, 'grant'> & { grantId: string })[]
  refresh: { text: string; grantId: string; until: number }[]
}

export function saveTokens({ grants, access, refresh }: TokenState): SavedTokens {
  return {
    grants: [...grants.values()].map(({ grant }) => ({ ...grant })),
    access: [...access.values()].map(({ grant, ...token }) => ({ ...token, grantId: grant.id })),
    refresh: [...refresh].map(([text, { grant, until }]) => ({ text, until, grantId: grant.id })),
  }
}

export function restoreTokens(state: TokenState, saved: unknown): void {
  const { grants, access, refresh } = saved as SavedTokens
  for (const map of [state.grants, state.access, state.refresh, state.latest]) map.clear()
  for (const grant of grants) holdGrant(state, { ...grant, refreshToken: grant.refreshToken })
  for (const { grantId, ...token } of access) {
    const grant = state.grants.get(grantId)?.grant
    if (grant) holdAccessToken(state, { ...token, grant })
  }
  for (const { text, until, grantId } of refresh) {
    const grant = state.grants.get(grantId)?.grant
    if (grant) holdRefreshToken(state, text, { grant, until })
  }
}

/** What bots were given stays: they could not come back for more. */
function dropOldest(state: TokenState): void {
  for (const { grant } of state.grants.values()) {
    if (grant.kind === 'bot') continue
    dropGrant(state, grant)
    return
  }
}

function forgetOldest(texts: Set<string>, tokens: Map<string, unknown>): void {
  const [oldest] = texts
  if (texts.size < MOST_TOKENS_OF_A_GRANT || oldest === undefined) return
  texts.delete(oldest)
  tokens.delete(oldest)
}

function keyOf({ kind, clientId, userKey, scopes }: GrantTerms): string {
  return JSON.stringify([kind, clientId, userKey, [...scopes].sort()])
}
