/**
 * A local Webex, in this process or on a port: honest about what Webex refuses, and breakable on purpose. For tests and
 * development.
 * @module
 */

import type { Faults } from './breaking/faults.ts'
import { findScenario, playScenario } from './breaking/play-scenario.ts'
import type { RateLimits } from './breaking/rate-limits.ts'
import type { Scenario } from './breaking/scenario.ts'
import type { EmulatorClock } from './clock.ts'
import { runOperation } from './control/operations.ts'
import type { Snapshots } from './control/snapshots.ts'
import { createContext, type EmulatorOptions } from './create-context.ts'
import { type IntegrationDetails, type RegisteredIntegration, showIntegration } from './identity/integrations.ts'
import { issueFor } from './identity/other-tokens.ts'
import { type Choice, walkSignIn } from './identity/person-at-browser.ts'
import type { Journal, JournalEntry } from './journal.ts'
import type { User } from './people.ts'
import type { Seed, SeedUser } from './seed/seed.ts'
import { type Answer, createAnswer } from './server/exchange.ts'
import { type Listening, listenOn } from './server/listen.ts'
import { createRouter } from './server/router.tsx'
import type { Rotation } from './settings.ts'
import type { Delivery } from './webhooks/deliveries.ts'
import type { ListedWebhook, MadeUp, Redelivery, Webhooks } from './webhooks/webhooks.ts'

export { type AddedFault, DroppedConnection, type Fault } from './breaking/faults.ts'
export { readScenario, type Scenario, ScenarioError, type Step } from './breaking/scenario.ts'
export { ControlError } from './control/operation.ts'
export { readSeed, SeedError } from './seed/read-seed.ts'
export { demoSeed } from './seed/seed.ts'
export type {
  Choice,
  Delivery,
  EmulatorOptions,
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

/** A local Webex in this process: see {@link createEmulator}. */
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
  /** Does what a scenario says, one that comes with the emulator by its name. @throws ScenarioError; then nothing is done */
  playScenario(scenario: string | Scenario): void
  journal: Pick<Journal, 'entries' | 'clear'>
  /** Closing what listens ends deliveries that are under way or waiting, as `stop` does. */
  webhooks: Pick<Webhooks, 'list' | 'deliveries' | 'redeliver' | 'trigger' | 'settled' | 'stop'>
  /** Calls the listener with each new entry of the journal; gives the way to stop it. */
  onEntry(listener: (entry: JournalEntry) => void): () => void
  /** The highest number of refresh requests for the same grant that were in flight at once. */
  overlap(): number
  /** Ends all grants of a user, or of everybody, as a person or an administrator does at Webex; gives how many there were. */
  revokeOutside(user?: string): number
  /** Makes every access token invalid; refresh tokens live on. */
  expireAll(): void
  /** A token that no integration asked for. @throws RangeError when there is no such user. @see WEBEX.md §6 */
  issueToken(user: string, kind?: 'personal' | 'bot'): string
  /** Keeps the present state under a name, and goes back to it; `reset` goes back to the start. */
  snapshots: Snapshots
  /**
   * Does what the pages and `grantkeeper emu` do, by the same names: `control('clock move', { by: '14d' })`.
   * @throws ControlError EMU-UNKNOWN, EMU-INPUT, EMU-NOT-FOUND
   */
  control(operation: string, input?: Record<string, unknown>): Promise<unknown>
}

/**
 * A local Webex: honest about what Webex refuses, and breakable on purpose.
 * @example
 * const webex = createEmulator()
 * const { clientId } = webex.register({ name: 'Mine', redirectUris: ['http://localhost:10060/oauth'], scopes: ['spark:rooms_read'] })
 * const { url, close } = await webex.listen({ port: 0 })
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  let url = new URL(options.url ?? 'http://127.0.0.1:10061').origin
  const context = createContext(options, () => url)
  const { people, integrations, grants, journal, clock } = context
  const answer = createAnswer({ context, router: createRouter(context) })
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
    playScenario: (scenario) => playScenario(context, typeof scenario === 'string' ? findScenario(scenario) : scenario),
    journal,
    webhooks: context.webhooks,
    onEntry: journal.onEntry,
    overlap: () => context.overlap.highest(),
    revokeOutside: (user) => grants.revokeWhere(({ userKey }) => user === undefined || userKey === user),
    expireAll: () => grants.expireAccessTokens(),
    issueToken(key, kind = 'personal') {
      const user = people.find(key)
      if (!user) throw new RangeError(`there is no user ${key}`)
      return issueFor(context, user, kind).text
    },
    snapshots: context.snapshots,
    control: (operation, input) => runOperation(context, operation, input),
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
