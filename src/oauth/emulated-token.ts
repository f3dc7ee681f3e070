import { GrantkeeperError } from '../errors/index.ts'
import type { Secret } from '../secret.ts'
import { isWebexHost } from './integration.ts'

/** Whether a token was made by the emulator: its second part, where Webex names its cluster, is `EMUL`. @see WEBEX.md §2 */
export function isEmulatedToken(token: Secret): boolean {
  return /^[^_]*_EMUL_/.test(token.reveal())
}

/** @throws WX-EMULATED-TOKEN where a token of the emulator meets an endpoint of the real Webex, in either direction */
export function refuseEmulatedToken(token: Secret, endpoint: string): void {
  if (isEmulatedToken(token) && isWebexHost(endpoint)) throw new GrantkeeperError('WX-EMULATED-TOKEN')
}
