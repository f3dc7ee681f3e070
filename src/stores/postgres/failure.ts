import { type ErrorCode, GrantkeeperError, isGrantkeeperError } from '../../errors/index.ts'

/** What to say for each SQLSTATE; all others mean that the database is unavailable. */
const failures: Record<string, [code: ErrorCode, detail: string]> = {
  '22021': ['WX-REQUEST-INVALID', 'A text has a character that the encoding of this database lacks.'],
  '22P05': ['WX-REQUEST-INVALID', 'A text has a character that the encoding of this database lacks.'],
  '25006': ['WX-STORE-READ-ONLY', 'PostgreSQL allows reading only.'],
  '28000': ['WX-STORE-UNAVAILABLE', 'PostgreSQL refuses this user; check DATABASE_URL.'],
  '28P01': ['WX-STORE-UNAVAILABLE', 'PostgreSQL refuses this user or password; check DATABASE_URL.'],
  '3D000': ['WX-STORE-UNAVAILABLE', 'This server has no database of that name; create it, or check DATABASE_URL.'],
  '3F000': ['WX-STORE-UNAVAILABLE', 'The search_path of this user names no schema that exists.'],
  '42501': ['WX-STORE-READ-ONLY', 'PostgreSQL does not give this user the right to do it.'],
  '42703': ['WX-STORE-CORRUPT', 'A table of grantkeeper lacks a column.'],
  '42P01': ['WX-STORE-CORRUPT', 'A table of grantkeeper is missing.'],
  '42P07': ['WX-STORE-CORRUPT', 'A table of grantkeeper is there, but not the record of its version.'],
  '53100': ['WX-STORE-FULL', 'PostgreSQL has no room on its disk.'],
  '54000': ['WX-REQUEST-INVALID', 'A text is too long for an index of the database.'],
  '57014': ['WX-STORE-UNAVAILABLE', 'PostgreSQL did not answer in time; nothing was written.'],
  XX001: ['WX-STORE-CORRUPT', 'PostgreSQL found damaged data.'],
  XX002: ['WX-STORE-CORRUPT', 'PostgreSQL found a damaged index.'],
}

/** Turns what the driver throws into one of our codes. */
export function storeError(cause: unknown): GrantkeeperError {
  if (isGrantkeeperError(cause)) return cause
  const code = codeOf(cause)
  const [ours, detail] = failures[code] ?? ['WX-STORE-UNAVAILABLE', code && `PostgreSQL or the way to it says ${code}.`]
  return new GrantkeeperError(ours, { detail: detail || undefined, cause: withoutFields(cause) })
}

/** Whether the connection broke, so that nobody knows what became of the statement. */
export function isConnectionLost(cause: unknown): boolean {
  if (isGrantkeeperError(cause)) return false
  const code = codeOf(cause)
  return !isSqlState(code) || code.startsWith('08') || /^57P0[1-5]$/.test(code)
}

/** Whether the server refused the statement because of its name: a pooler in between gave us another session. */
export function isPreparedElsewhere(cause: unknown): boolean {
  return ['26000', '42P05'].includes(codeOf(cause))
}

/** Whether the server undid the statement because others were at work, so that it may go well now. */
export function isRolledBack(cause: unknown): boolean {
  return ['40001', '40P01'].includes(codeOf(cause))
}

export function isTableMissing(cause: unknown): boolean {
  return codeOf(cause) === '42P01'
}

function codeOf(cause: unknown): string {
  const { code } = (cause ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : ''
}

/** Without a digit it is a code of the system, such as EPIPE. */
function isSqlState(code: string): boolean {
  return /^(?=.*\d)[0-9A-Z]{5}$/.test(code)
}

/** The driver's errors carry rows and connection strings in their fields; only the message is kept. */
function withoutFields(cause: unknown): Error {
  return new Error(cause instanceof Error ? cause.message : 'The driver gave no reason.')
}
