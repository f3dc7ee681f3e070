import { type Environment, nodeEnvironment } from '../environment.ts'
import { createFaults } from './breaking/faults.ts'
import { createRateLimits } from './breaking/rate-limits.ts'
import { createChanges, type Kept } from './changes.ts'
import { createClock } from './clock.ts'
import type { EmulatorContext } from './context.ts'
import { createSnapshots } from './control/snapshots.ts'
import { createBrowsers } from './identity/browsers.ts'
import { createCodes } from './identity/codes.ts'
import { createDeviceRequests } from './identity/device-requests.ts'
import { createGrants } from './identity/grants.ts'
import { createIntegrations } from './identity/integrations.ts'
import { createOverlap } from './identity/overlap.ts'
import { createSignIns } from './identity/sign-ins.ts'
import { createSigningKeys } from './identity/signing-keys.ts'
import { createJournal } from './journal.ts'
import { createMessaging } from './messaging/messaging.ts'
import { createPeople } from './people.ts'
import { plantSeed } from './seed/plant-seed.ts'
import { demoSeed, type Seed } from './seed/seed.ts'
import { createSettings, type Settings } from './settings.ts'
import { createWebhooks } from './webhooks/webhooks.ts'

/** The world an emulator starts with, and every setting of it. */
export interface EmulatorOptions extends Partial<Settings> {
  /** Where clock, waiting and randomness come from. Default: the real ones. */
  environment?: Environment
  /** The emulator's own origin, until `listen` knows the real one. Default `http://127.0.0.1:10061`. */
  url?: string
  /** Who can sign in. Default {@link demoSeed}. */
  seed?: Seed
  /** Whether webhooks are delivered to other computers too. Default false: to loopback addresses only. */
  remoteWebhooks?: boolean
}

/** Makes all that the routes of one emulator share, as its seed says. */
export function createContext(options: EmulatorOptions, origin: () => string): EmulatorContext {
  const { environment = nodeEnvironment(), url: _, seed = demoSeed(), remoteWebhooks, ...given } = options
  const clock = createClock(environment)
  const settings = createSettings({ ...seed.settings, ...given })
  const state = { environment, clock, settings, origin, people: createPeople(seed), changes: createChanges() }
  const parts = {
    ...state,
    messaging: createMessaging(state, seed),
    webhooks: createWebhooks(state, remoteWebhooks),
    integrations: createIntegrations(environment),
    signIns: createSignIns(state),
    codes: createCodes(state),
    grants: createGrants(state),
    browsers: createBrowsers(state),
    deviceRequests: createDeviceRequests(state),
    overlap: createOverlap(),
    signingKeys: createSigningKeys(environment),
    journal: createJournal(),
    faults: createFaults(clock),
    rateLimits: createRateLimits(clock),
  }
  plantSeed(parts, seed)
  return { ...parts, snapshots: createSnapshots(listKept(parts), clock) }
}

/** What a snapshot holds. The keys of signatures stay, so that what they signed can be checked in any state. */
function listKept(parts: Omit<EmulatorContext, 'snapshots'>): Record<string, Kept> {
  const { clock, settings, people, changes, messaging, webhooks, integrations } = parts
  const { signIns, codes, grants, browsers, deviceRequests, faults, rateLimits } = parts
  return {
    clock,
    settings: keepSettings(settings),
    people,
    integrations,
    grants,
    codes,
    signIns,
    browsers,
    deviceRequests,
    messaging,
    changes,
    webhooks,
    faults,
    rateLimits,
  }
}

function keepSettings(settings: Settings): Kept {
  return {
    save: () => ({ ...settings }),
    restore: (saved) => void Object.assign(settings, saved),
  }
}
