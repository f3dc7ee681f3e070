import { GrantkeeperError } from '../errors/index.ts'

const LONGEST_TEXT = 8192
/** Narrower than RFC 6749 §3.3, so that commas, `+` and `%20` between scopes are seen as the mistakes they are. */
const SCOPE = /^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,127}$/

/**
 * Reads scopes from a text, in its order and each once. An empty text gives none.
 * @throws WX-SCOPE-UNKNOWN
 * @see RFC 6749 §3.3
 */
export function readScopes(text: string): string[] {
  if (text.length > LONGEST_TEXT) throw malformedScope(`The scopes are longer than ${LONGEST_TEXT} characters.`)
  const scopes = text.split(/[ \t\r\n]+/).filter((word) => word !== '')
  const wrong = scopes.findIndex((scope) => !SCOPE.test(scope))
  if (wrong >= 0) throw malformedScope(`Number ${wrong + 1} of ${scopes.length} has a character that no scope has.`)
  return [...new Set(scopes)]
}

function malformedScope(detail: string): GrantkeeperError {
  return new GrantkeeperError('WX-SCOPE-UNKNOWN', { detail })
}
