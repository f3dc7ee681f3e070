import { type Environment, nodeEnvironment } from '../environment.ts'
import { createFaults, type Faults } from './breaking/faults.ts'
import { createRateLimits, type RateLimits } from './breaking/rate-limits.ts'
import { createChanges } from './changes.ts'
import { createClock, type EmulatorClock } from './clock.ts'
import type { EmulatorContext } from './context.ts'
import { createBrowsers } from './identity/browsers.ts'
import { createCodes } from './identity/codes.ts'
import { createDeviceRequests } from './identity/device-requests.ts'
import { createGrants } from './identity/grants.ts'
import {
  createIntegrations,
  type IntegrationDetails,
  type RegisteredIntegration,
  showIntegration,
} from './identity/integrations.ts'
import { createOverlap } from './identity/overlap.ts'
import { type Choice, walkSignIn } from './identity/person-at-browser.ts'
import { createSignIns } from './identity/sign-ins.ts'
import { createSigningKeys } from './identity/signing-keys.ts'
import { createJournal, type Journal, type JournalEntry } from './journal.ts'
import { createMessaging } from './messaging/messaging.ts'
import { createPeople, type User } from './people.ts'
import { demoSeed, type Seed, type SeedUser } from './seed/seed.ts'
import { type Answer, createAnswer } from './server/exchange.ts'
import { type Listening, listenOn } from './server/listen.ts'
import { createRouter } from './server/router.tsx'
import { createSettings, type Rotation, type Settings } from './settings.ts'
import type { Delivery } from './webhooks/deliveries.ts'
import { createWebhooks, type ListedWebhook, type MadeUp, type Redelivery, type Webhooks } from './webhooks/webhooks.ts'

export { DroppedConnection, type Fault } from './breaking/faults.ts'
export { readSeed, SeedError } from './seed/read-seed.ts'
export { demoSeed } from './seed/seed.ts'
export type {
  Choice,
  Delivery,
  IntegrationDetails,
  JournalEntry,
  ListedWebhook,
  Listening,
  MadeUp,
  Redelivery,
  RegisteredIntegration,
  Rotation,
  Seed,
  SeedUser,
  User,
}

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

export interface Emulator {
  /** Answers in process, without a socket. A dropped connection makes it reject with {@link DroppedConnection}. */
  fetch: (request: Request) => Promise<Response>
  /** Serves on 127.0.0.1. Default port: that of `url`; 0 takes a free one. Rejects when the port is taken (EADDRINUSE). */
  listen(options?: { port?: number }): Promise<Listening>
  readonly url: string
  /** Registers an integration, as the form under My Webex Apps does. @throws RangeError for details Webex would refuse */
  register(app: IntegrationDetails): RegisteredIntegration
  /**
   * Does what a person does at `/v1/authorize` and gives the address the browser is sent to.
   * Rejects when a page is shown instead (unknown client, redirect URI mismatch, blocked by the administrator).
   */
  signIn(authorizeUrl: string, user: string, choice?: Choice): Promise<string>
  /** @throws RangeError when the key is taken */
  addUser(user: SeedUser): User
  /** Who there is. */
  users(): User[]
  clock: EmulatorClock
  faults: Pick<Faults, 'add' | 'list' | 'remove' | 'clear'>
  rateLimits: Pick<RateLimits, 'set' | 'list'>
  journal: Pick<Journal, 'entries' | 'clear'>
  /** Closing what listens ends deliveries that are under way or waiting, as `stop` does. */
  webhooks: Pick<Webhooks, 'list' | 'deliveries' | 'redeliver' | 'trigger' | 'settled' | 'stop'>
  /** Calls the listener with each new entry of the journal; gives the way to stop it. */
  onEntry(listener: (entry: JournalEntry) => void): () => void
  /** The highest number of refresh requests for the same grant that were in flight at once. */
  overlap(): number
  /** Ends all grants of a user, as the person or an administrator does at Webex; gives how many there were. */
  revokeGrants(user: string): number
  /** Makes every access token invalid; refresh tokens live on. */
  expireAccessTokens(): void
}

/** A local Webex: honest about what Webex refuses, and breakable on purpose. */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  let url = new URL(options.url ?? 'http://127.0.0.1:10061').origin
  const context = createContext(options, () => url)
  const { people, integrations, grants, journal, clock } = context
  const overlap = createOverlap()
  const answer = createAnswer({ context, router: createRouter(context), overlap })
  return {
    fetch: (request) => answerUnlessAborted(answer, request),
    async listen({ port = Number(new URL(url).port || 80) } = {}) {
      const listening = await listenOn(port, answer)
      url = listening.url
      return closingAlso(listening, () => context.webhooks.stop())
    },
    get url() {
      return url
    },
    register: (details) => showIntegration(url, integrations.add(details)),
    signIn: (authorizeUrl, user, choice) => walkSignIn(answer, context, authorizeUrl, user, choice),
    addUser: (user) => people.add(user),
    users: () => people.all(),
    clock,
    faults: context.faults,
    rateLimits: context.rateLimits,
    journal,
    webhooks: context.webhooks,
    onEntry: journal.onEntry,
    overlap: () => overlap.highest(),
    revokeGrants: (user) => grants.revokeWhere(({ userKey }) => userKey === user),
    expireAccessTokens: () => grants.expireAccessTokens(),
  }
}

function createContext(options: EmulatorOptions, origin: () => string): EmulatorContext {
  const environment = options.environment ?? nodeEnvironment()
  const clock = createClock(environment)
  const { environment: _, url: __, seed = demoSeed(), remoteWebhooks, ...given } = options
  const settings = createSettings(given)
  const state = { environment, clock, settings, origin, people: createPeople(seed), changes: createChanges() }
  return {
    ...state,
    messaging: createMessaging(state, seed),
    webhooks: createWebhooks(state, remoteWebhooks),
    integrations: createIntegrations(environment),
    signIns: createSignIns(state),
    codes: createCodes(state),
    grants: createGrants(state),
    browsers: createBrowsers(state),
    deviceRequests: createDeviceRequests(state),
    signingKeys: createSigningKeys(environment),
    journal: createJournal(),
    faults: createFaults(clock),
    rateLimits: createRateLimits(clock),
  }
}

/** What listens, with more to do once it is closed. */
function closingAlso(listening: Listening, work: () => void): Listening {
  return { ...listening, close: () => listening.close().then(work) }
}

/** Like a real `fetch`: the caller's signal ends the wait, while the emulator goes on with the request. */
function answerUnlessAborted(answer: Answer, request: Request): Promise<Response> {
  const { signal } = request
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    answer(request).then(resolve, reject)
  })
}
