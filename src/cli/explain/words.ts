import type { ErrorCode } from '../../index.ts'
import type { Subject } from './subject.ts'

/** What the standards' error words become. @see RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5 */
const OAUTH_WORDS = new Map<string, readonly ErrorCode[]>([
  ['access_denied', ['WX-ACCESS-DENIED']],
  ['expired_token', ['WX-DEVICE-EXPIRED']],
  ['invalid_client', ['WX-CLIENT-REJECTED']],
  ['invalid_grant', ['WX-RECONNECT', 'WX-CODE-REJECTED']],
  ['invalid_request', ['WX-AUTHORIZE-FAILED', 'WX-TOKEN-RESPONSE']],
  ['invalid_scope', ['WX-INVALID-SCOPE']],
  ['login_required', ['WX-AUTHORIZE-FAILED']],
  ['server_error', ['WX-AUTHORIZE-FAILED']],
  ['temporarily_unavailable', ['WX-AUTHORIZE-FAILED']],
  ['tokenlimit_reached', ['WX-DEVICE-LIMIT']],
  ['unauthorized_client', ['WX-CLIENT-REJECTED', 'WX-AUTHORIZE-FAILED']],
  ['unsupported_grant_type', ['WX-TOKEN-RESPONSE']],
  ['unsupported_response_type', ['WX-AUTHORIZE-FAILED']],
])

/** Answers to a device that are no errors. @see RFC 8628 §3.5, WEBEX.md §3 */
const WAITING = new Map([
  ['authorization_pending', 'nothing is wrong: nobody has entered the code yet, so ask again after the interval'],
  ['slow_down', 'nothing is wrong but the haste: ask again, five seconds later than until now'],
])

/** What Node says where no answer came at all. */
const BREAKS = /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|UND_ERR_\w+)\b/
const CERTIFICATES = /\b(SELF_SIGNED_CERT\w*|UNABLE_TO_\w*(?:CERT|SIGNATURE)\w*|CERT_\w+|ERR_TLS_\w+|DEPTH_ZERO_\w+)\b/
/** How Webex names a request. @see WEBEX.md §8 */
const TRACKING_ID = /^(ROUTER|ROUTERGW|NA|CLIENT|grantkeeper)_[\w-]{8,120}$/

/** What a word of OAuth means by itself; undefined for any other. */
export function readOAuthWord(word: string): Subject | undefined {
  const waiting = WAITING.get(word)
  if (waiting !== undefined) return { kind: 'words', codes: [], seen: [['Meaning', waiting]] }
  const codes = OAUTH_WORDS.get(word)
  return codes && { kind: 'words', codes: [...codes], seen: [['Error', word]] }
}

const STATUS_LINE = /^(?:HTTP\/[\d.]+ |HTTP |status(?: code)?:? )?([1-5]\d\d)(?: [A-Za-z' -]{1,40})?$/i
/** As a proxy's page or a log names it. */
const STATUS_WORDS =
  /\b([45]\d\d) (?:Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)\b/i

/** `429`, `HTTP/1.1 429 Too Many Requests`, `status: 503`, or a page that says so; undefined for any other text. */
export function readStatus(text: string): Subject | undefined {
  const [, digits] = STATUS_LINE.exec(text) ?? STATUS_WORDS.exec(text.slice(0, 100_000)) ?? []
  if (digits === undefined) return undefined
  const codes = codesOfStatus(Number(digits))
  if (codes.length > 0) return { kind: 'words', codes, seen: [['Status', digits]] }
  return { kind: 'words', codes: [], seen: [['Meaning', `nothing is wrong: ${digits} is no error`]] }
}

/** The same that the library makes of an answer of the API, and what else may be behind it. */
export function codesOfStatus(status: number): ErrorCode[] {
  if (status < 400) return []
  if (status >= 500) return ['WX-API-UNAVAILABLE']
  const known: Readonly<Record<number, ErrorCode>> = {
    401: 'WX-API-UNAUTHORIZED',
    403: 'WX-API-FORBIDDEN',
    404: 'WX-API-NOT-FOUND',
    409: 'WX-API-CONFLICT',
    410: 'WX-API-FILE-INFECTED',
    423: 'WX-API-FILE-SCANNING',
    428: 'WX-API-FILE-UNSCANNABLE',
    429: 'WX-API-RATE-LIMITED',
  }
  return [known[status] ?? 'WX-API-REQUEST']
}

/** A line in which Node tells of a broken connection, a busy port or a certificate; undefined for any other. */
export function readBreak(text: string): Subject | undefined {
  if (/\bEADDRINUSE\b/.test(text)) return { kind: 'words', codes: ['WX-PORT-BUSY'], seen: [['Error', 'EADDRINUSE']] }
  const [, certificate] = CERTIFICATES.exec(text) ?? []
  if (certificate !== undefined) {
    const meaning =
      'the certificate is not trusted here: behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS to its own'
    return {
      kind: 'words',
      codes: ['WX-API-UNAVAILABLE'],
      seen: [
        ['Error', certificate],
        ['Meaning', meaning],
      ],
    }
  }
  const [, broken] = BREAKS.exec(text) ?? []
  return broken === undefined ? undefined : { kind: 'words', codes: ['WX-API-UNAVAILABLE'], seen: [['Error', broken]] }
}

/** A tracking id says nothing by itself; undefined for any other text. */
export function readTrackingId(text: string): Subject | undefined {
  if (!TRACKING_ID.test(text)) return undefined
  const meaning = "the id of one request: search your log for it, and quote it to Webex's support"
  return {
    kind: 'words',
    codes: [],
    seen: [
      ['Tracking id', text],
      ['Meaning', meaning],
    ],
  }
}
