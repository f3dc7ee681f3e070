const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]', '0.0.0.0']

/** `own`: the redirect URI's host. `alias`: this computer under another name. `foreign`: somebody else's name for us. */
export type HostKind = 'own' | 'alias' | 'foreign'

/**
 * Tells whose host name a request used; a foreign one may be a page that rebound its own name to this address.
 * `X-Forwarded-*` is not looked at: whoever puts a proxy in front keeps the Host header.
 * @see SECURITY.md R16, R62
 */
export function judgeHost(host: string, origin: string, ports: ReadonlySet<number>): HostKind {
  if (host === origin.slice(origin.indexOf('//') + 2)) return 'own'
  const isAlias = LOOPBACK_NAMES.some((name) => [...ports].some((port) => host === hostOf(name, port)))
  return isAlias ? 'alias' : 'foreign'
}

function hostOf(name: string, port: number): string {
  return port === 80 ? name : `${name}:${port}`
}
