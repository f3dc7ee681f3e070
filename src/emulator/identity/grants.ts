import type { EmulatorContext } from '../context.ts'
import { drawToken, drawUuid } from '../identifiers.ts'

export interface Grant {
  id: string
  clientId: string
  userKey: string
  /** In the order they were asked for. */
  scopes: string[]
  refreshToken: string
  refreshExpiresAt: number
  /** When the refresh token's life was last extended. */
  extendedAt: number
}

export interface IssuedTokens {
  grant: Grant
  accessToken: string
  accessExpiresAt: number
}

export interface Grants {
  begin(terms: Pick<Grant, 'clientId' | 'userKey' | 'scopes'>): IssuedTokens
  /** Gives new tokens, or undefined for a token that is unknown, expired, revoked, rotated away or another client's. */
  refresh(refreshToken: string, clientId: string): IssuedTokens | undefined
  /** The grant a live access token belongs to. */
  grantOf(accessToken: string): Grant | undefined
  grantOfRefreshToken(refreshToken: string): Grant | undefined
  revoke(grant: Grant): void
  /** Ends this client's token; a refresh token takes its access tokens with it. @see RFC 7009 §2.1 */
  revokeToken(token: string, clientId: string): void
  /** How many grants there were to end. */
  revokeWhere(matches: (grant: Grant) => boolean): number
  expireAccessTokens(): void
  live(): Grant[]
}

const DAY_MS = 24 * 3_600_000
const GRACE_MS = 60_000

interface State {
  context: Pick<EmulatorContext, 'environment' | 'clock' | 'settings'>
  grants: Set<Grant>
  accessTokens: Map<string, { grant: Grant; expiresAt: number }>
  /** Every refresh token that was given, with the end of its own life. */
  refreshTokens: Map<string, { grant: Grant; until: number }>
}

export function createGrants(context: State['context']): Grants {
  const state: State = { context, grants: new Set(), accessTokens: new Map(), refreshTokens: new Map() }
  return {
    begin: (terms) => begin(state, terms),
    refresh: (refreshToken, clientId) => refresh(state, refreshToken, clientId),
    grantOf(accessToken) {
      const known = state.accessTokens.get(accessToken)
      return known && known.expiresAt > context.clock.now() ? known.grant : undefined
    },
    grantOfRefreshToken: (refreshToken) => state.refreshTokens.get(refreshToken)?.grant,
    revoke: (grant) => revoke(state, grant),
    revokeToken: (token, clientId) => revokeToken(state, token, clientId),
    revokeWhere(matches) {
      const ended = [...state.grants].filter(matches)
      for (const grant of ended) revoke(state, grant)
      return ended.length
    },
    expireAccessTokens: () => state.accessTokens.clear(),
    live: () => [...state.grants].filter(({ refreshExpiresAt }) => refreshExpiresAt > context.clock.now()),
  }
}

function begin(state: State, terms: Pick<Grant, 'clientId' | 'userKey' | 'scopes'>): IssuedTokens {
  const { environment, clock } = state.context
  const id = drawUuid(environment)
  const grant = { ...terms, id, refreshToken: '', refreshExpiresAt: 0, extendedAt: clock.now() }
  state.grants.add(grant)
  giveRefreshToken(state, grant)
  return giveAccessToken(state, grant)
}

function refresh(state: State, refreshToken: string, clientId: string): IssuedTokens | undefined {
  const { clock, settings } = state.context
  const { rotation } = settings
  const known = state.refreshTokens.get(refreshToken)
  if (!known || known.grant.clientId !== clientId) return undefined
  if (known.until <= clock.now()) {
    if (rotation === 'strict' && refreshToken !== known.grant.refreshToken) revoke(state, known.grant)
    return undefined
  }
  if (rotation === 'keep' || rotation === 'same-access-token') extendRefreshToken(state, known)
  else rotateRefreshToken(state, known.grant, rotation === 'grace' ? GRACE_MS : 0)
  return giveAccessToken(state, known.grant)
}

/** Webex moves the end of a refresh token's life at most once a day. @see WEBEX.md §2 */
function extendRefreshToken({ context }: State, known: { grant: Grant; until: number }): void {
  const { grant } = known
  const now = context.clock.now()
  if (now - grant.extendedAt < DAY_MS) return
  grant.extendedAt = now
  grant.refreshExpiresAt = now + context.settings.refreshTokenLifeMs
  known.until = grant.refreshExpiresAt
}

function rotateRefreshToken(state: State, grant: Grant, graceMs: number): void {
  const current = state.refreshTokens.get(grant.refreshToken)
  if (current) current.until = Math.min(current.until, state.context.clock.now() + graceMs)
  giveRefreshToken(state, grant)
}

function giveRefreshToken({ context, refreshTokens }: State, grant: Grant): void {
  const until = context.clock.now() + context.settings.refreshTokenLifeMs
  grant.refreshToken = drawToken(context.environment)
  grant.refreshExpiresAt = until
  refreshTokens.set(grant.refreshToken, { grant, until })
}

function giveAccessToken({ context, accessTokens }: State, grant: Grant): IssuedTokens {
  const now = context.clock.now()
  for (const [token, { expiresAt }] of accessTokens) {
    if (expiresAt > now) break
    accessTokens.delete(token)
  }
  const accessToken = drawToken(context.environment)
  const expiresAt = now + context.settings.accessTokenLifeMs
  accessTokens.set(accessToken, { grant, expiresAt })
  return { grant, accessToken, accessExpiresAt: expiresAt }
}

function revokeToken(state: State, token: string, clientId: string): void {
  const access = state.accessTokens.get(token)
  if (access?.grant.clientId === clientId) state.accessTokens.delete(token)
  const grant = state.refreshTokens.get(token)?.grant
  if (grant?.clientId === clientId) revoke(state, grant)
}

function revoke(state: State, grant: Grant): void {
  state.grants.delete(grant)
  for (const [token, known] of state.accessTokens) if (known.grant === grant) state.accessTokens.delete(token)
  for (const [token, known] of state.refreshTokens) if (known.grant === grant) state.refreshTokens.delete(token)
}
