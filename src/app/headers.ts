import type { Grantkeeper } from '../index.ts'

/**
 * The headers of every answer. `form-action` names where GRANT leads, because browsers check it against the redirect
 * of a form post too; `same-origin` as referrer policy, because `no-referrer` makes our own forms send `Origin: null`.
 * @see SECURITY.md R56, R57
 */
export function securityHeaders(keeper?: Pick<Grantkeeper, 'origin' | 'integration'>): Record<string, string> {
  const authorize = keeper ? ` ${new URL(keeper.integration.authorizeUrl).origin}` : ''
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    `form-action 'self'${authorize}`,
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(keeper?.origin.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

/** The answer with our headers; where it has a stricter referrer or cache rule of its own, that one stays. */
export function secureAnswer(answer: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) {
    const mayDiffer = name === 'referrer-policy' || name === 'cache-control'
    if (!mayDiffer || !answer.headers.has(name)) answer.headers.set(name, value)
  }
  return answer
}
