import type { Environment } from '../environment.ts'
import type { Faults } from './breaking/faults.ts'
import type { RateLimits } from './breaking/rate-limits.ts'
import type { Changes } from './changes.ts'
import type { EmulatorClock } from './clock.ts'
import type { Snapshots } from './control/snapshots.ts'
import type { Browsers } from './identity/browsers.ts'
import type { Codes } from './identity/codes.ts'
import type { DeviceRequests } from './identity/device-requests.ts'
import type { Grants } from './identity/grants.ts'
import type { Integrations } from './identity/integrations.ts'
import type { Overlap } from './identity/overlap.ts'
import type { SignIns } from './identity/sign-ins.ts'
import type { SigningKeys } from './identity/signing-keys.ts'
import type { Journal } from './journal.ts'
import type { Messaging } from './messaging/messaging.ts'
import type { People } from './people.ts'
import type { Marks } from './server/marks.ts'
import type { Settings } from './settings.ts'
import type { Webhooks } from './webhooks/webhooks.ts'

/** What all routes and pages of one emulator share. */
export interface EmulatorContext {
  environment: Environment
  clock: EmulatorClock
  settings: Settings
  people: People
  messaging: Messaging
  changes: Changes
  webhooks: Webhooks
  integrations: Integrations
  signIns: SignIns
  codes: Codes
  grants: Grants
  browsers: Browsers
  deviceRequests: DeviceRequests
  overlap: Overlap
  signingKeys: SigningKeys
  journal: Journal
  snapshots: Snapshots
  faults: Faults
  rateLimits: RateLimits
  /** The emulator's own origin. */
  origin(): string
}

/** What the routes learn about a request, for the journal. Never a secret. */
export interface Findings {
  clientId?: string
  user?: string
  grantType?: string
  /** Id of the fault that hit it. */
  fault?: string
  /** Whether there is no such endpoint here. */
  unknown?: true
  /** Fingerprints only. */
  marks?: Marks
  summary?: string
}

/** What every route finds in `c.env`. */
export interface Exchange {
  Bindings: {
    findings: Findings
    /** The whole request body as text; already limited in size. Empty for a multipart body. */
    body: string
    /** The whole request body. */
    bytes: Uint8Array
    trackingId: string
  }
}
