import type { Environment } from '../environment.ts'
import type { EmulatorClock } from './clock.ts'
import type { Codes } from './codes.ts'
import type { Grants, Rotation } from './grants.ts'
import type { Integrations } from './integrations.ts'
import type { Journal } from './journal.ts'
import type { SignIns } from './sign-ins.ts'
import type { World } from './world.ts'

/** What all routes and pages of one emulator share. */
export interface EmulatorContext {
  environment: Environment
  clock: EmulatorClock
  world: World
  integrations: Integrations
  signIns: SignIns
  codes: Codes
  grants: Grants
  journal: Journal
  rotation: Rotation
  lives: Lives
  /** The emulator's own origin. */
  origin(): string
}

export interface Lives {
  accessTokenLifeMs: number
  refreshTokenLifeMs: number
  codeLifeMs: number
}

/** What the routes learn about a request, for the journal. Never a secret. */
export interface Findings {
  clientId?: string
  user?: string
  grantType?: string
  summary?: string
}

/** What every route finds in `c.env`. */
export interface Exchange {
  Bindings: {
    findings: Findings
    /** The whole request body as text; already limited in size. */
    body: string
    trackingId: string
  }
}
