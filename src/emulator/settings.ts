import { type IdentitySettings, identitySettings } from './identity/unknowns.ts'
import { type MessagingSettings, messagingSettings } from './messaging/unknowns.ts'

/**
 * What nobody outside Webex knows for sure, and what a test may want otherwise: each a setting with the default that
 * WEBEX.md suggests. They can be changed while the emulator runs.
 */
export interface Settings extends IdentitySettings, MessagingSettings {
  rotation: Rotation
  accessTokenLifeMs: number
  refreshTokenLifeMs: number
  codeLifeMs: number
  webexSignature: boolean
  webhookTimeLimitMs: number
  webhookDuplicateStatus: number
  eventsForEveryone: boolean
}

/**
 * What a refresh does to the refresh token. `keep`: nothing. `grace`: a new one, the old works 60 s more. `strict`: a new
 * one, reuse of the old ends the grant. `same-access-token`: as `keep`, and for a day the access token stays too.
 */
export type Rotation = 'keep' | 'grace' | 'strict' | 'same-access-token'

/** A setting as pages, control API and command line show it. */
export interface SettingDescription {
  /** One sentence. */
  tells: string
  default: string | number | boolean
  /** The values it may have; without it, any more than 0 of a span in ms. */
  values?: readonly (string | number | boolean)[]
}

export const settingDescriptions: Record<keyof Settings, SettingDescription> = {
  rotation: {
    tells: 'What a refresh does to the refresh token.',
    default: 'keep',
    values: ['keep', 'grace', 'strict', 'same-access-token'],
  },
  accessTokenLifeMs: { tells: 'Life of an access token, in ms.', default: 1_209_599_000 },
  refreshTokenLifeMs: { tells: 'Life of a refresh token, in ms.', default: 7_775_999_000 },
  codeLifeMs: { tells: 'Life of an authorization code, in ms.', default: 600_000 },
  webexSignature: {
    tells: 'Whether a webhook with a secret also sends X-Webex-Signature, with SHA-256 and SHA-512.',
    default: false,
    values: [true, false],
  },
  webhookTimeLimitMs: { tells: 'How long a delivery may take before it has failed, in ms.', default: 10_000 },
  webhookDuplicateStatus: {
    tells: 'The status that refuses a webhook there is already.',
    default: 409,
    values: [400, 409],
  },
  eventsForEveryone: {
    tells: 'Whether GET /v1/events answers people who do not administer the organisation.',
    default: false,
    values: [true, false],
  },
  ...identitySettings,
  ...messagingSettings,
}

/** @throws RangeError for a name or value that is not in {@link settingDescriptions} */
export function readSettings(given: Record<string, unknown>): Partial<Settings> {
  for (const [name, value] of Object.entries(given)) checkSetting(name, value)
  return given as Partial<Settings>
}

/** The settings of one emulator; changed in place, so that everyone who holds them sees the change. */
export function createSettings(given: Record<string, unknown> = {}): Settings {
  const defaults = Object.entries(settingDescriptions).map(([name, description]) => [name, description.default])
  return { ...Object.fromEntries(defaults), ...readSettings(withoutUndefined(given)) } as Settings
}

function withoutUndefined(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function checkSetting(name: string, value: unknown): void {
  const known = Object.entries(settingDescriptions).find(([setting]) => setting === name)?.[1]
  if (!known) throw new RangeError(`there is no setting ${name}`)
  if (known.values) {
    if (known.values.some((allowed) => allowed === value)) return
    throw new RangeError(`${name} is one of ${known.values.join(', ')}`)
  }
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return
  throw new RangeError(`${name} must be a number above 0`)
}
