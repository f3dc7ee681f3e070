import { GrantkeeperError } from '../errors/index.ts'
import type { Secret } from '../secret.ts'

const WEBEX_HOST = /(^|\.)(webexapis\.com|webex\.com|ciscospark\.com|wbx2\.com)\.?$/

/** @throws WX-EMULATED-TOKEN where a token of the emulator (`EMUL` as its second part) would leave for the real Webex */
export function refuseEmulatedToken(token: Secret, { hostname }: URL): void {
  if (WEBEX_HOST.test(hostname) && /^[^_]*_EMUL_/.test(token.reveal())) throw new GrantkeeperError('WX-EMULATED-TOKEN')
}
