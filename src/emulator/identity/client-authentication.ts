import { createHash, timingSafeEqual } from 'node:crypto'
import type { Integration, Integrations } from './integrations.ts'

export type ClientReading =
  | { integration: Integration }
  | { error: 'invalid_client' | 'invalid_request'; description: string; clientId?: string }

interface Credentials {
  clientId: string
  clientSecret: string
}

/** Reads who the client is, from the body or from HTTP Basic; each one that is sent must be right. @see WEBEX.md §2 */
export function authenticateClient(
  authorization: string | undefined,
  fields: Map<string, string>,
  integrations: Integrations,
): ClientReading {
  const basic = authorization === undefined ? undefined : readBasic(authorization)
  if (basic === 'bad') return { error: 'invalid_client', description: 'The Authorization header is not HTTP Basic.' }
  const clientId = fields.get('client_id') ?? basic?.clientId
  if (!clientId) return { error: 'invalid_client', description: 'Client authentication is missing.' }
  if (basic && basic.clientId !== clientId) {
    return { error: 'invalid_request', description: 'client_id differs from that of the Authorization header.' }
  }
  const integration = integrations.find(clientId)
  const secrets = [basic?.clientSecret, fields.get('client_secret')].filter((secret) => secret !== undefined)
  if (!integration) return { error: 'invalid_client', description: 'Client Id is invalid' }
  const good = secrets.length > 0 && secrets.every((secret) => isSame(secret, integration.clientSecret))
  if (good) return { integration }
  return { error: 'invalid_client', description: 'Client authentication failed.', clientId }
}

/** The two parts are form-encoded before they are joined. @see RFC 6749 §2.3.1 */
function readBasic(authorization: string): Credentials | 'bad' {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(authorization) ?? []
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) return 'bad'
  return { clientId: readFormText(text.slice(0, colon)), clientSecret: readFormText(text.slice(colon + 1)) }
}

function readFormText(text: string): string {
  return new URLSearchParams(`value=${text.replace(/[&#]/g, encodeURIComponent)}`).get('value') ?? ''
}

function isSame(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}
