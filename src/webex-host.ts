/** Tells the real Webex from the emulator, so that a token of the one never reaches the other. */
import { GrantkeeperError } from './errors/index.ts'
import type { Secret } from './secret.ts'

const WEBEX_DOMAINS = ['webexapis.com', 'webex.com', 'ciscospark.com', 'wbx2.com']

/** Whether a URL belongs to the real Webex. */
export function isWebexHost(url: string): boolean {
  if (!URL.canParse(url)) return false
  const host = new URL(url).hostname.replace(/\.$/, '')
  return WEBEX_DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`))
}

/** Whether a token was made by the emulator: where Webex names its cluster, it says `EMUL`. @see WEBEX.md §2 */
export function isEmulatedToken(token: Secret): boolean {
  const text = token.reveal()
  return /^[^_]*_EMUL_/.test(text) || readClusterOfJwt(text) === 'EMUL'
}

/** A self-contained token names its cluster among its claims. */
function readClusterOfJwt(text: string): unknown {
  const [, claims, signature] = text.split('.', 3)
  if (claims === undefined || signature === undefined) return undefined
  try {
    return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { cluster?: unknown } | null)?.cluster
  } catch {
    return undefined
  }
}

/** @throws WX-EMULATED-TOKEN where a token of the emulator meets an address of the real Webex, in either direction */
export function refuseEmulatedToken(token: Secret, url: string): void {
  if (isEmulatedToken(token) && isWebexHost(url)) throw new GrantkeeperError('WX-EMULATED-TOKEN')
}
