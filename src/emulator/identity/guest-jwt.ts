import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Integration } from './integrations.ts'

export interface GuestClaims {
  subject: string
  displayName: string
}

/**
 * Reads the HS256 JWT of an old guest issuer (`sub`, `name`, `iss`, `exp`); the issuer is a service app's client id and the
 * key its secret, decoded as base64. Undefined for anything that is not signed so, or is expired. @see WEBEX.md §6
 */
export function readGuestJwt(
  jwt: string,
  now: number,
  findApp: (clientId: string) => Integration | undefined,
): { app: Integration; claims: GuestClaims } | undefined {
  const [header = '', payload = '', signature = '', ...rest] = jwt.split('.')
  if (rest.length > 0 || readPart(header)?.alg !== 'HS256') return undefined
  const { sub, name, iss, exp } = readPart(payload) ?? {}
  const app = typeof iss === 'string' ? findApp(iss) : undefined
  if (app?.kind !== 'service-app' || !isSigned(`${header}.${payload}`, signature, app.clientSecret)) return undefined
  if (typeof sub !== 'string' || sub === '' || Number(exp) * 1000 <= now) return undefined
  return { app, claims: { subject: sub.slice(0, 200), displayName: String(name ?? sub).slice(0, 200) } }
}

function readPart(part: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function isSigned(text: string, signature: string, secret: string): boolean {
  const good = createHmac('sha256', Buffer.from(secret, 'base64')).update(text).digest()
  const given = Buffer.from(signature, 'base64url')
  return given.length === good.length && timingSafeEqual(given, good)
}
