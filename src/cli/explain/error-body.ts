import type { ErrorCode } from '../../index.ts'
import { UsageError } from '../arguments.ts'
import { cleanText } from '../output.ts'
import { isCode, type Subject } from './subject.ts'
import { readOAuthWord } from './words.ts'

type Fields = Readonly<Record<string, unknown>>

/** The status of an answer is not in its body, so its words must do. @see WEBEX.md §8 "Error bodies" */
const MESSAGES: readonly [RegExp, ErrorCode][] = [
  [/valid access token/i, 'WX-API-UNAUTHORIZED'],
  [/missing required (scopes|roles)|licen[sc]es?\b|not (allowed|authorized|permitted)|forbidden/i, 'WX-API-FORBIDDEN'],
  [/could not find|not found|failed to get|unable to (get|delete)/i, 'WX-API-NOT-FOUND'],
  [/too many requests|rate limit/i, 'WX-API-RATE-LIMITED'],
  [/unavailable|internal server|bad gateway|gateway time-?out/i, 'WX-API-UNAVAILABLE'],
]

/**
 * Reads the JSON of an error: of the REST API (`message`), of the token endpoint (`error`), or of grantkeeper itself.
 * @throws UsageError for anything else, and for tokens
 */
export function readErrorBody(text: string): Subject {
  const fields = readFields(text)
  if ('access_token' in fields || 'refresh_token' in fields) {
    throw new UsageError('These are tokens, not an error. Whoever can read them can use them: revoke the grant.')
  }
  const own = readOwn(fields)
  if (own) return { kind: 'error-body', codes: [own], seen: [] }
  const { error, message } = fields
  const word = readOAuthWord(typeof error === 'string' ? error : firstDescription(fields))
  if (word) return describe(word.codes, fields, ...(word.seen[0] ?? ['Error', '']))
  if (typeof error === 'string') return describe(['WX-TOKEN-RESPONSE'], fields, 'Error', error)
  if (typeof message === 'string') return describe([codeOfMessage(message)], fields, 'Message', message)
  throw new UsageError('This JSON is no error of Webex: it has neither "message" nor "error".')
}

function describe(codes: readonly ErrorCode[], fields: Fields, name: string, words: string): Subject {
  const seen: Subject['seen'] = [[name, cleanText(words)]]
  const more = typeof fields.error_description === 'string' ? fields.error_description : undefined
  if (more) seen.push(['Description', cleanText(more)])
  const trackingId = fields.trackingId ?? fields.trackingID
  if (typeof trackingId === 'string') seen.push(['Tracking id', cleanText(trackingId)])
  return { kind: 'error-body', codes: [...codes], seen }
}

/** The device grant says its word within the envelope of the API. @see WEBEX.md §3 */
function firstDescription({ errors }: Fields): string {
  const [first] = Array.isArray(errors) ? errors : []
  return isFields(first) && typeof first.description === 'string' ? first.description : ''
}

function codeOfMessage(message: string): ErrorCode {
  return MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? 'WX-API-REQUEST'
}

/** What `--json` prints, and what an app's page answers. */
function readOwn(fields: Fields): ErrorCode | undefined {
  const inner = isFields(fields.error) ? fields.error.code : fields.code
  return typeof inner === 'string' && isCode(inner) ? inner : undefined
}

function readFields(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text)
    if (isFields(value)) return value
  } catch {
    // Told below, without the text: it may hold anything.
  }
  throw new UsageError('This is no JSON object. Paste the whole body of the answer, from { to }.')
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
