import type { HappeningRow } from '../../grants/history-store.ts'
import type { GrantRow, RevocationRow } from '../../grants/store.ts'
import type { SessionRow } from '../../sessions/store.ts'
import type { StoredValue } from '../values.ts'

/** Fields of a row and the columns they lie in: the one list that every statement is made from. */
export const grantColumns = {
  id: 'id',
  clientId: 'client_id',
  owner: 'owner',
  personId: 'person_id',
  personName: 'person_name',
  personEmail: 'person_email',
  orgId: 'org_id',
  scopesAsked: 'scopes_asked',
  scopesGranted: 'scopes_granted',
  sealedTokens: 'sealed_tokens',
  accessExpiresAt: 'access_expires_at',
  refreshExpiresAt: 'refresh_expires_at',
  status: 'status',
  reason: 'reason',
  generation: 'generation',
  failures: 'failures',
  nextTryAt: 'next_try_at',
  dueAt: 'due_at',
  connectedAt: 'connected_at',
  lastOkAt: 'last_ok_at',
  lastErrorAt: 'last_error_at',
  leaseAttempt: 'lease_attempt',
  leaseHolder: 'lease_holder',
  leaseUntil: 'lease_until',
  askedAt: 'asked_at',
  login: 'login',
  coolUntil: 'cool_until',
} as const satisfies Record<keyof GrantRow, string>

export const revocationColumns = {
  id: 'id',
  clientId: 'client_id',
  sealedToken: 'sealed_token',
  hint: 'hint',
  tries: 'tries',
  dueAt: 'due_at',
  expiresAt: 'expires_at',
} as const satisfies Record<keyof RevocationRow, string>

export const sessionColumns = {
  idHash: 'id_hash',
  owner: 'owner',
  grantId: 'grant_id',
  createdAt: 'created_at',
  seenAt: 'seen_at',
  expiresAt: 'expires_at',
  otherGrantIds: 'other_grant_ids',
} as const satisfies Record<keyof SessionRow, string>

export const happeningColumns = {
  id: 'id',
  clientId: 'client_id',
  grantId: 'grant_id',
  at: 'happened_at',
  what: 'what',
  code: 'code',
  tookMs: 'took_ms',
} as const satisfies Record<keyof HappeningRow, string>

/** The row's values in the order of its columns. */
export function valuesOf<Field extends string>(
  columns: Record<Field, string>,
  row: Record<Field, StoredValue>,
): StoredValue[] {
  return (Object.keys(columns) as Field[]).map((field) => row[field])
}
