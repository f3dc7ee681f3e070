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
    return `${maskSecrets(name)}=${SHOWN.has(name) ? maskSecrets(start) : MASK}`
  })
  return shorten(shown.join('&'))
}

/** Takes out of a text whatever has the shape of a code, token, secret or sign-in id of ours. */
export function maskSecrets(text: string): string {
  const masked = text
    .replace(/(?<![A-Za-z0-9])[A-Za-z0-9]{8,}_[A-Za-z0-9]+_[0-9a-f-]{36}/g, MASK)
    .replace(/(?<![0-9A-Za-z])[0-9a-f]{64}(?![0-9a-f])/g, MASK)
  return shorten(masked)
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
