import { type ErrorCode, GrantkeeperError, isGrantkeeperError } from '../../errors/index.ts'

/** @see https://www.sqlite.org/rescode.html */
const codes: Record<number, ErrorCode> = {
  8: 'WX-STORE-READ-ONLY',
  11: 'WX-STORE-CORRUPT',
  13: 'WX-STORE-FULL',
  26: 'WX-STORE-CORRUPT',
}

/** Runs something on the database; what it throws becomes one of our codes. */
export function translateFailure<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw storeError(cause)
  }
}

function storeError(cause: unknown): GrantkeeperError {
  if (isGrantkeeperError(cause)) return cause
  const { errcode = 0, message } = cause as { errcode?: number; message?: unknown }
  if (/^no such (column|table)/.test(String(message))) {
    return new GrantkeeperError('WX-STORE-CORRUPT', {
      detail: 'A table of grantkeeper, or a column, is missing.',
      cause,
    })
  }
  // The low byte is the primary code; what is above it only says more of the same.
  return new GrantkeeperError(codes[errcode & 0xff] ?? 'WX-STORE-UNAVAILABLE', { cause })
}
