import type { Grantkeeper } from '../../index.ts'

/**
 * The headers of every answer. `form-action` names where GRANT leads, because browsers check it against the redirect
 * of a form post too; `same-origin` as referrer policy, because `no-referrer` makes our own forms send `Origin: null`.
 * @see SECURITY.md R56, R57
 */
export function securityHeaders(keeper?: Pick<Grantkeeper, 'origin' | 'integration'>): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    `form-action 'self'${keeper ? ` ${whereGrantLeads(keeper.integration.authorizeUrl)}` : ''}`,
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(keeper && insistsOnTls(keeper.origin) ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

/** Not on this computer: a browser would then refuse plain HTTP to every other program here, whatever its port. */
function insistsOnTls(origin: string): boolean {
  const { hostname, protocol } = new URL(origin)
  return protocol === 'https:' && !isLoopback(hostname)
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/**
 * The emulator answers itself. Webex sends a browser on, to its identity broker and, with single sign-on, to the login page
 * of any organisation; a browser checks each of those redirects too, and would end the sign-in without a word.
 */
function whereGrantLeads(authorizeUrl: string): string {
  const { hostname, origin, protocol } = new URL(authorizeUrl)
  return protocol === 'https:' && !isLoopback(hostname) ? 'https:' : origin
}

/** The answer with our headers; where it has a stricter referrer or cache rule of its own, that one stays. */
export function secureAnswer(answer: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) {
    const mayDiffer = name === 'referrer-policy' || name === 'cache-control'
    if (!mayDiffer || !answer.headers.has(name)) answer.headers.set(name, value)
  }
  return answer
}
