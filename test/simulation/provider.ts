/** `keep`: the refresh token stays. `grace`: a new one, the old works 60 s more. `strict`: a new one, the old kills the grant. */
export type Mode = 'keep' | 'grace' | 'strict'

/** A token's name tells all: kind, grant and number. */
export interface TokenName {
  grant: string
  number: number
}

export interface IssuedTokens {
  accessToken: string
  refreshToken: string
  number: number
}

/** What the provider made of a refresh token: new tokens, or why not. */
export type Refreshed = IssuedTokens | { refused: 'ended' | 'superseded'; newest: number }

export interface Provider {
  connect(grant: string): IssuedTokens
  refresh(refreshToken: string): Refreshed
  /** When an access token's own life ends. */
  expiresAt(accessToken: string): number
  /** Whether an access token is accepted now: where a refresh ends older ones, only the newest is. */
  accepts(accessToken: string): boolean
  lifeMs: number
}

const GRACE_MS = 60_000

interface ProviderGrant {
  /** Number of its first token set; lower ones are of an earlier consent of the same person. */
  first: number
  /** Number of the newest token set. */
  newest: number
  /** Number of the newest refresh token; with `keep` always that of the first. */
  refresh: number
  isEnded: boolean
  /** Ends of the lives of older refresh tokens. */
  graceUntil: Map<number, number>
  accessExpiresAt: Map<number, number>
}

/** The token endpoint's mind, without a network before it. */
export function createProvider(mode: Mode, now: () => number, lifeMs: number): Provider {
  const grants = new Map<string, ProviderGrant>()
  const issue = (id: string, grant: ProviderGrant): IssuedTokens => {
    const number = ++grant.newest
    grant.accessExpiresAt.set(number, now() + lifeMs)
    if (mode !== 'keep' || grant.refresh === 0) {
      grant.graceUntil.set(grant.refresh, now() + GRACE_MS)
      grant.refresh = number
    }
    return { accessToken: `a.${id}.${number}`, refreshToken: `r.${id}.${grant.refresh}`, number }
  }
  const expiresAt = (accessToken: string) => {
    const { grant, number } = readName(accessToken)
    return grants.get(grant)?.accessExpiresAt.get(number) ?? 0
  }
  return {
    lifeMs,
    connect(id) {
      const newest = grants.get(id)?.newest ?? 0
      const accessExpiresAt = grants.get(id)?.accessExpiresAt ?? new Map()
      const grant = { first: newest + 1, newest, refresh: 0, isEnded: false, graceUntil: new Map(), accessExpiresAt }
      grants.set(id, grant)
      return issue(id, grant)
    },
    refresh(refreshToken) {
      const { grant: id, number } = readName(refreshToken)
      const grant = grants.get(id)
      if (!grant) throw new Error(`a token of no grant: ${refreshToken}`)
      const newest = grant.refresh
      if (grant.isEnded || number < grant.first) return { refused: 'ended', newest }
      const isInGrace = mode === 'grace' && (grant.graceUntil.get(number) ?? 0) > now()
      if (number === newest || isInGrace) return issue(id, grant)
      if (mode === 'strict') grant.isEnded = true
      return { refused: 'superseded', newest }
    },
    expiresAt,
    accepts(accessToken) {
      const { grant: id, number } = readName(accessToken)
      const grant = grants.get(id)
      if (!grant || expiresAt(accessToken) <= now()) return false
      return mode !== 'strict' || (number === grant.newest && !grant.isEnded)
    },
  }
}

export function readName(token: string): TokenName {
  const [, grant = '', number = ''] = token.split('.')
  return { grant, number: Number(number) }
}
