import type { EmulatorContext } from '../context.ts'
import type { Caller } from './caller.ts'
import type { Fault } from './fault.ts'

/** Does what happens in the world just before the request is processed. */
export function letHappen({ grants, codes, clock }: EmulatorContext, { first }: Fault, caller: Caller): void {
  if (first === 'revoke' && caller.grant) grants.revoke(caller.grant)
  if (first === 'expire-access-token' && caller.accessToken) grants.revokeAccessToken(caller.accessToken)
  const code = first === 'expire-code' && caller.code !== undefined ? codes.find(caller.code) : undefined
  if (code) code.expiresAt = Math.min(code.expiresAt, clock.now())
}
