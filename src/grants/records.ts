import type { Environment } from '../environment.ts'
import { isErrorCode } from '../errors/index.ts'
import type { TokenSet } from '../oauth/tokens.ts'
import { Secret } from '../secret.ts'
import type { Grant, Person } from './grant.ts'
import { chanceOf, keepAliveAt } from './keep-alive-time.ts'
import type { Seal } from './seal.ts'
import type { GrantRow, RevocationRow } from './store.ts'

/** The tokens of a row, opened. */
export interface OpenedTokens {
  accessToken: Secret
  refreshToken: Secret | undefined
}

/** Seals both tokens in one envelope that opens only in this row at this generation. */
export function sealTokens(seal: Seal, id: string, generation: number, tokens: OpenedTokens): string {
  const plain = JSON.stringify([tokens.accessToken.reveal(), tokens.refreshToken?.reveal() ?? null])
  return seal.seal(plain, placeOf(id, generation))
}

/** @throws WX-GRANT-LOCKED */
export function openTokens(seal: Seal, row: GrantRow): OpenedTokens {
  const [access, refresh] = JSON.parse(seal.open(row.sealedTokens, placeOf(row.id, row.generation)))
  return { accessToken: new Secret(access), refreshToken: refresh === null ? undefined : new Secret(refresh) }
}

/** Seals a token that is to be revoked, so that it opens only in this row. */
export function sealRevoked(seal: Seal, id: string, token: Secret): string {
  return seal.seal(token.reveal(), placeOfRevoked(id))
}

/** @throws WX-GRANT-LOCKED */
export function openRevoked(seal: Seal, { id, sealedToken }: RevocationRow): Secret {
  return new Secret(seal.open(sealedToken, placeOfRevoked(id)))
}

function placeOfRevoked(id: string): string {
  return `revocations:${id}:token`
}

function placeOf(id: string, generation: number): string {
  return `grants:${id}:tokens:${generation}`
}

/** The row as everyone may see it. */
export function readGrant(row: GrantRow): Omit<Grant, 'health'> {
  return {
    id: row.id,
    clientId: row.clientId,
    owner: row.owner,
    person: readPerson(row),
    login: row.login === null ? undefined : JSON.parse(row.login),
    scopesAsked: splitScopes(row.scopesAsked),
    scopesGranted: splitScopes(row.scopesGranted),
    status: row.status,
    reason: row.reason !== null && isErrorCode(row.reason) ? row.reason : undefined,
    generation: row.generation,
    connectedAt: row.connectedAt,
    accessExpiresAt: row.accessExpiresAt,
    refreshExpiresAt: row.refreshExpiresAt ?? undefined,
    lastOkAt: row.lastOkAt,
    lastErrorAt: row.lastErrorAt ?? undefined,
    nextTryAt: row.nextTryAt ?? undefined,
  }
}

function readPerson(row: GrantRow): Person | undefined {
  if (row.personId === '') return undefined
  return { id: row.personId, displayName: row.personName ?? '', email: row.personEmail, orgId: row.orgId }
}

function splitScopes(scopes: string): string[] {
  return scopes === '' ? [] : scopes.split(' ')
}

/** The part of a row that every new token set replaces; the generation is the caller's next. */
export function rowOfTokens(seal: Seal, id: string, generation: number, tokens: TokenSet, now: number) {
  return {
    sealedTokens: sealTokens(seal, id, generation, tokens),
    accessExpiresAt: tokens.accessExpiresAt,
    refreshExpiresAt: tokens.refreshExpiresAt ?? null,
    generation,
    status: 'healthy' as const,
    reason: null,
    failures: 0,
    nextTryAt: null,
    dueAt: keepAliveAt(tokens, now, chanceOf(id)),
    lastOkAt: now,
    lastErrorAt: null,
  }
}

/** An id that sorts by the time it was made: 48 bits of time, 80 random bits, in hex. */
export function createGrantId(environment: Environment): string {
  const time = Math.floor(environment.now()).toString(16).padStart(12, '0')
  return `${time}${Buffer.from(environment.randomBytes(10)).toString('hex')}`
}
