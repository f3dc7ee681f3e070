import { GrantkeeperError } from '../errors/index.ts'
import type { DeviceCodes } from '../oauth/device.ts'
import { Secret } from '../secret.ts'
import type { GrantsContext } from './context.ts'

/** All that it takes to go on waiting for a sign-in on another device. */
export interface StartedDevice {
  attemptId: string
  scopesAsked: readonly string[]
  owner: string | undefined
  /** When the codes end (ms since 1970). */
  expiresAt: number
  codes: Omit<DeviceCodes, 'lifeMs'>
}

/** The same as a text that only this integration's keys open. The device code in it is worth a grant to whoever has it. */
export function writeTicket(context: GrantsContext, device: StartedDevice): string {
  const codes = { ...device.codes, deviceCode: device.codes.deviceCode.reveal() }
  return context.seal.seal(JSON.stringify({ ...device, codes }), placeOf(context))
}

/** @throws WX-REQUEST-INVALID for what no key here has sealed for this integration */
export function readTicket(context: GrantsContext, ticket: string): StartedDevice {
  const { codes, ...device } = JSON.parse(openTicket(context, ticket))
  return { ...device, codes: { ...codes, deviceCode: new Secret(codes.deviceCode) } }
}

function openTicket(context: GrantsContext, ticket: string): string {
  try {
    return context.seal.open(ticket, placeOf(context))
  } catch {
    const detail = 'It is no ticket of this integration, or the key is gone that it was sealed with.'
    throw new GrantkeeperError('WX-REQUEST-INVALID', { detail })
  }
}

function placeOf({ integration }: GrantsContext): string {
  return `device:${integration.clientId}:${integration.apiUrl}`
}
