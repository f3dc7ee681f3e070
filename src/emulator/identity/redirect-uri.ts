/** A redirect URI somebody typed: what is wrong with it, or what is worth knowing about it. */
export interface RedirectUriCheck {
  problem?: string
  note?: string
}

export function readRedirectUri(text: string): RedirectUriCheck {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    return { problem: 'needs a whole address that begins with http:// or https://' }
  }
  const { hash, username, password, hostname } = new URL(text)
  if (/[\s\p{C}]/u.test(text)) return { problem: 'has a space or an invisible character in it' }
  if (text.length > 1000) return { problem: 'is longer than 1,000 characters' }
  if (hash || text.includes('#')) return { problem: 'may not have a fragment (#)' }
  if (username || password) return { problem: 'may not carry a user name or password' }
  return hostname === '0.0.0.0' ? { note: '0.0.0.0 is no place a browser can go; open localhost instead' } : {}
}

export type RedirectDifference = 'scheme' | 'host' | 'port' | 'path' | 'trailing slash' | 'query' | 'spelling'

/** In what a sent redirect URI differs from a registered one. Equal text gives an empty list. */
export function differRedirectUris(sent: string, registered: string): RedirectDifference[] {
  if (sent === registered) return []
  if (!URL.canParse(sent) || !URL.canParse(registered)) return ['spelling']
  const [a, b] = [new URL(sent), new URL(registered)]
  const differences: RedirectDifference[] = []
  if (a.protocol !== b.protocol) differences.push('scheme')
  if (a.hostname !== b.hostname) differences.push('host')
  if (a.port !== b.port) differences.push('port')
  if (a.pathname !== b.pathname) differences.push(isSlashApart(a.pathname, b.pathname) ? 'trailing slash' : 'path')
  if (a.search !== b.search) differences.push('query')
  return differences.length > 0 ? differences : ['spelling']
}

function isSlashApart(a: string, b: string): boolean {
  return a.replace(/\/$/, '') === b.replace(/\/$/, '')
}

/** Adds parameters to a redirect URI and leaves the rest of it as it was registered. */
export function addToRedirectUri(uri: string, parameters: Record<string, string | undefined>): string {
  const sent = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(sent)}`
}
