/** Parameters whose values tell what happened and open nothing. Every other value is masked. */
const SHOWN = new Set([
  'client_id',
  'response_type',
  'scope',
  'redirect_uri',
  'code_challenge_method',
  'prompt',
  'max',
  'type',
  'sortBy',
  'teamId',
  'grant_type',
  'error',
])
const MASK = '••••'
const LONGEST = 300

/** A query string a person may look at: names kept, values masked unless they are known to be harmless. */
export function maskQuery(search: string): string {
  const shown = [...new URLSearchParams(search)].map(([name, value]) => {
    const [start = ''] = value.split('?')
    return `${isName(name) ? name : MASK}=${SHOWN.has(name) ? maskSecrets(start) : MASK}`
  })
  return shorten(shown.join('&'))
}

/** Somebody may have put a secret where a name belongs. */
function isName(text: string): boolean {
  return /^[A-Za-z][A-Za-z_.[\]-]{0,30}$/.test(text)
}

/** A code or opaque token: exactly 64 characters of base64, the cluster, the organisation. @see WEBEX.md §2 */
const OPAQUE = /(?:[A-Za-z0-9+/]|%2[Bb]|%2[Ff]){64}_[A-Za-z0-9]+_[0-9a-f-]{36}/g
/** Long enough for every other secret: verifiers from 43, client secrets and sign-in ids 64, signed tokens more. */
const LONG = /[A-Za-z0-9+_.~=%-]{40,}/g

/** Takes out of a text whatever may be a code, token, secret, verifier or sign-in id; ids of Webex's shape stay. */
export function maskSecrets(text: string): string {
  return shorten(text.replace(OPAQUE, MASK).replace(LONG, (run) => (isId(run) ? run : MASK)))
}

/** Also a tracking id, which a client may have drawn: a word and a uuid or its digits. */
function isId(text: string): boolean {
  if (/^C[0-9a-f]{64}$/.test(text) || /^[A-Za-z]+_([0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}|[0-9a-f]{32})$/.test(text))
    return true
  const name = /^Y2lzY29zcGFyazovL[A-Za-z0-9]+(={0,2}|(%3D){0,2})$/.test(text) && readBase64(text)
  return name ? /^ciscospark:\/\/[a-z]+\/[A-Z_]+\/(C?[0-9a-f-]+|[0-9a-f-]+:[0-9a-f-]+|id_[a-z_]+)$/.test(name) : false
}

function readBase64(text: string): string {
  return Buffer.from(text.replaceAll('%3D', ''), 'base64').toString('utf8')
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
