import type { Kept } from '../changes.ts'
import { drawToken, drawUuid } from '../identifiers.ts'
import {
  createTokenState,
  dropGrant,
  dropWhatEnded,
  holdAccessToken,
  holdGrant,
  holdRefreshToken,
  isEnded,
  latestGrant,
  restoreTokens,
  saveTokens,
  type TokenState,
} from './token-state.ts'

/** What somebody allowed, or what a machine may do, with every token it was given. */
export interface Grant {
  id: string
  /** Only an `integration` and a `service-app` have a refresh token. @see WEBEX.md §6 */
  kind: 'integration' | 'service-app' | 'guest' | 'personal' | 'bot'
  clientId: string
  userKey: string
  /** In the order they were asked for. */
  scopes: string[]
  createdAt: number
  refreshToken: string | undefined
  /** Without a refresh token, the end of the access token. */
  refreshExpiresAt: number
  /** When the refresh token's life was last extended. */
  extendedAt: number
}

export interface AccessToken {
  id: string
  text: string
  grant: Grant
  /** Those of the grant, or fewer. */
  scopes: string[]
  createdAt: number
  expiresAt: number
}

export interface IssuedTokens {
  grant: Grant
  access: AccessToken
}

export type GrantTerms = Pick<Grant, 'kind' | 'clientId' | 'userKey' | 'scopes'>

/** How an access token is written, and how long it lives. Default: 64 characters and two more parts, `accessTokenLifeMs`. */
export interface TokenForm {
  lifeMs?: number
  write?(token: Omit<AccessToken, 'text'>): string
}

export interface Grants extends Kept {
  /** Gives an access token and a refresh token. */
  begin(terms: GrantTerms, form?: TokenForm): IssuedTokens
  /** Whether this person has given this client as many living grants as the setting allows. */
  isFull(terms: Pick<GrantTerms, 'clientId' | 'userKey'>): boolean
  /** Gives an access token and nothing to renew it by. */
  issueAlone(terms: GrantTerms, form: TokenForm & { lifeMs: number }): AccessToken
  /** Gives new tokens, or undefined for a token that is unknown, expired, revoked, rotated away or another client's. */
  refresh(refreshToken: string, clientId: string, form?: TokenForm): IssuedTokens | undefined
  /** Gives one more access token for fewer scopes, which ends no later than the first. */
  reduce(token: AccessToken, scopes: string[], form?: TokenForm): AccessToken
  /** A live access token. */
  findAccessToken(text: string): AccessToken | undefined
  grantOfRefreshToken(refreshToken: string): Grant | undefined
  find(id: string): Grant | undefined
  /** The live ones. */
  accessTokensOf(grant: Grant): AccessToken[]
  revoke(grant: Grant): void
  revokeAccessToken(token: AccessToken): void
  /** Ends this client's token; a refresh token takes its access tokens with it. @see RFC 7009 §2.1 */
  revokeToken(token: string, clientId: string): void
  /** How many grants there were to end. */
  revokeWhere(matches: (grant: Grant) => boolean): number
  expireAccessTokens(): void
  live(): Grant[]
}

const DAY_MS = 24 * 3_600_000
const GRACE_MS = 60_000

/** Contact centre: 12 hours, and 60 days. @see WEBEX.md §2 */
const CONTACT_CENTRE = { accessMs: 43_199_000, refreshMs: 5_184_000_000 }

export function createGrants(context: TokenState['context']): Grants {
  const state = createTokenState(context)
  const { clock } = context
  return {
    begin: (terms, form) => begin(state, terms, form),
    isFull: (terms) => isFull(state, terms),
    issueAlone: (terms, form) => issueAlone(state, terms, form),
    refresh: (refreshToken, clientId, form) => refresh(state, refreshToken, clientId, form),
    reduce: (token, scopes, form) => giveAccessToken(state, token.grant, form, scopes, token.expiresAt),
    findAccessToken: (text) => findLive(state, text),
    grantOfRefreshToken: (refreshToken) => state.refresh.get(refreshToken)?.grant,
    find: (id) => state.grants.get(id)?.grant,
    accessTokensOf({ id }) {
      const texts = [...(state.grants.get(id)?.access ?? [])]
      return texts.flatMap((text) => findLive(state, text) ?? [])
    },
    revoke: (grant) => dropGrant(state, grant),
    revokeAccessToken: ({ text }) => void state.access.delete(text),
    revokeToken: (token, clientId) => revokeToken(state, token, clientId),
    revokeWhere(matches) {
      const ended = [...state.grants.values()].map(({ grant }) => grant).filter(matches)
      for (const grant of ended) dropGrant(state, grant)
      return ended.length
    },
    expireAccessTokens: () => state.access.clear(),
    live: () => [...state.grants.values()].map(({ grant }) => grant).filter((grant) => !isEnded(grant, clock.now())),
    save: () => saveTokens(state),
    restore: (saved) => restoreTokens(state, saved),
  }
}

function begin(state: TokenState, terms: GrantTerms, form?: TokenForm): IssuedTokens {
  const { settings } = state.context
  const keeps = settings.rotation === 'keep' || settings.rotation === 'same-access-token'
  const again = keeps && settings.reauthorization === 'same-refresh-token' ? latestGrant(state, terms) : undefined
  if (again) return { grant: again, access: giveAccessToken(state, again, form) }
  const grant = makeGrant(state, terms)
  giveRefreshToken(state, grant)
  return { grant, access: giveAccessToken(state, grant, form) }
}

function isFull(
  { grants, context }: TokenState,
  { clientId, userKey }: Pick<GrantTerms, 'clientId' | 'userKey'>,
): boolean {
  const now = context.clock.now()
  const own = [...grants.values()].filter(({ grant }) => grant.clientId === clientId && grant.userKey === userKey)
  return own.filter(({ grant }) => !isEnded(grant, now)).length >= context.settings.tokenLimit
}

function issueAlone(state: TokenState, terms: GrantTerms, form: TokenForm & { lifeMs: number }): AccessToken {
  const grant = makeGrant(state, terms)
  const access = giveAccessToken(state, grant, form)
  grant.refreshExpiresAt = access.expiresAt
  return access
}

function makeGrant(state: TokenState, terms: GrantTerms): Grant {
  const { environment, clock } = state.context
  dropWhatEnded(state)
  const now = clock.now()
  const id = drawUuid(environment)
  const grant = { ...terms, id, createdAt: now, refreshToken: undefined, refreshExpiresAt: 0, extendedAt: now }
  holdGrant(state, grant)
  return grant
}

function refresh(state: TokenState, text: string, clientId: string, form?: TokenForm): IssuedTokens | undefined {
  const { clock, settings } = state.context
  const { rotation } = settings
  const known = state.refresh.get(text)
  if (!known || known.grant.clientId !== clientId) return undefined
  const { grant } = known
  if (known.until <= clock.now()) {
    if (rotation === 'strict' && text !== grant.refreshToken) dropGrant(state, grant)
    return undefined
  }
  dropWhatEnded(state)
  if (rotation === 'grace' || rotation === 'strict') rotateRefreshToken(state, grant, rotation)
  else extendRefreshToken(state, known)
  const same = rotation === 'same-access-token' ? findYoungAccessToken(state, grant) : undefined
  return { grant, access: same ?? giveAccessToken(state, grant, form) }
}

/** Webex seems to move the end of a refresh token's life at most once a day. @see WEBEX.md §2 */
function extendRefreshToken({ context }: TokenState, known: { grant: Grant; until: number }): void {
  const { grant } = known
  const now = context.clock.now()
  const { refreshTokenExtension: often } = context.settings
  if (often === 'never' || (often === 'daily' && now - grant.extendedAt < DAY_MS)) return
  grant.extendedAt = now
  grant.refreshExpiresAt = now + refreshLifeMs(context, grant)
  known.until = grant.refreshExpiresAt
}

function rotateRefreshToken(state: TokenState, grant: Grant, rotation: 'grace' | 'strict'): void {
  const current = state.refresh.get(grant.refreshToken ?? '')
  const lastsMs = rotation === 'grace' ? GRACE_MS : 0
  if (current) current.until = Math.min(current.until, state.context.clock.now() + lastsMs)
  giveRefreshToken(state, grant)
}

function giveRefreshToken(state: TokenState, grant: Grant): void {
  const { environment, clock } = state.context
  grant.refreshToken = drawToken(environment)
  grant.refreshExpiresAt = clock.now() + refreshLifeMs(state.context, grant)
  holdRefreshToken(state, grant.refreshToken, { grant, until: grant.refreshExpiresAt })
}

function giveAccessToken(
  state: TokenState,
  grant: Grant,
  form: TokenForm = {},
  scopes = grant.scopes,
  latestEnd = Number.POSITIVE_INFINITY,
): AccessToken {
  const { environment, clock, settings } = state.context
  const lifeMs = form.lifeMs ?? shorten(settings.accessTokenLifeMs, CONTACT_CENTRE.accessMs, grant)
  const createdAt = clock.now()
  const facts = {
    id: drawUuid(environment),
    grant,
    scopes,
    createdAt,
    expiresAt: Math.min(createdAt + lifeMs, latestEnd),
  }
  const token = { ...facts, text: form.write?.(facts) ?? drawToken(environment) }
  holdAccessToken(state, token)
  return token
}

function findLive({ access, context }: TokenState, text: string): AccessToken | undefined {
  const token = access.get(text)
  return token && token.expiresAt > context.clock.now() ? token : undefined
}

/** The newest access token that is not a day old. @see WEBEX.md §2, evidence 2 */
function findYoungAccessToken(state: TokenState, grant: Grant): AccessToken | undefined {
  const texts = [...(state.grants.get(grant.id)?.access ?? [])].reverse()
  const whole = texts
    .flatMap((text) => findLive(state, text) ?? [])
    .find(({ scopes }) => scopes.length === grant.scopes.length)
  return whole && state.context.clock.now() - whole.createdAt < DAY_MS ? whole : undefined
}

function refreshLifeMs({ settings }: TokenState['context'], grant: Grant): number {
  return shorten(settings.refreshTokenLifeMs, CONTACT_CENTRE.refreshMs, grant)
}

function shorten(lifeMs: number, contactCentreMs: number, { scopes }: Grant): number {
  return scopes.some((scope) => scope.startsWith('cjp:')) ? Math.min(lifeMs, contactCentreMs) : lifeMs
}

function revokeToken(state: TokenState, token: string, clientId: string): void {
  if (state.access.get(token)?.grant.clientId === clientId) state.access.delete(token)
  const grant = state.refresh.get(token)?.grant
  if (grant?.clientId === clientId) dropGrant(state, grant)
}
