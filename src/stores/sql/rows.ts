import { GrantkeeperError } from '../../errors/index.ts'
import type { GrantRow } from '../../grants/store.ts'
import type { SessionRow } from '../../sessions/store.ts'

/** What a column holds. */
export type SqlValue = string | number | null

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
  connectedAt: 'connected_at',
  lastOkAt: 'last_ok_at',
  lastErrorAt: 'last_error_at',
  leaseAttempt: 'lease_attempt',
  leaseHolder: 'lease_holder',
  leaseUntil: 'lease_until',
} as const satisfies Record<keyof GrantRow, string>

export const sessionColumns = {
  idHash: 'id_hash',
  owner: 'owner',
  grantId: 'grant_id',
  createdAt: 'created_at',
  seenAt: 'seen_at',
  expiresAt: 'expires_at',
} as const satisfies Record<keyof SessionRow, string>

/** The row's values in the order of its columns. */
export function valuesOf<Field extends string>(
  columns: Record<Field, string>,
  row: Record<Field, SqlValue>,
): SqlValue[] {
  return (Object.keys(columns) as Field[]).map((field) => row[field])
}

/** NUL, which one SQLite driver cuts at and PostgreSQL refuses; half a surrogate pair, of which two would become equal. */
const UNSTORABLE = /[\0\p{Cs}]/u

/**
 * Gives values as every database can hold them: instants and spans in whole milliseconds.
 * @throws WX-REQUEST-INVALID for text or numbers that some database would change silently
 */
export function readValues(values: readonly SqlValue[]): SqlValue[] {
  return values.map(readValue)
}

function readValue(value: SqlValue): SqlValue {
  if (typeof value === 'string' && UNSTORABLE.test(value)) {
    throw new GrantkeeperError('WX-REQUEST-INVALID', { detail: 'A text for the store has a character it cannot keep.' })
  }
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const whole = Math.round(value)
  if (Number.isSafeInteger(whole)) return whole
  throw new GrantkeeperError('WX-REQUEST-INVALID', { detail: 'A number for the store is not finite or too large.' })
}
