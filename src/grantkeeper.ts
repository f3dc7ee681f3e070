import { type Cooldown, createCooldowns, createWebexClient, shareCooldown, type WebexClient } from './api/index.ts'
import { isHolderAlive, nameHolder } from './environment/holder.ts'
import { type Environment, nodeEnvironment } from './environment.ts'
import { GrantkeeperError, isGrantkeeperError } from './errors/index.ts'
import { createEvents, type Events } from './events.ts'
import type { Disconnection, Grantkeeper, GrantkeeperOptions, HostRequest, Patience } from './front-door.ts'
import { disconnectHere, wireSessions } from './grantkeeper/browser-sessions.ts'
import { disconnectAll } from './grantkeeper/disconnect-all.ts'
import { cookieHeaderOf } from './grantkeeper/host-request.ts'
import { wireScopes } from './grantkeeper/scopes.ts'
import type { DeviceOptions, DeviceSignIn, DeviceWaitOptions } from './grants/device.ts'
import type { Grant, Person } from './grants/grant.ts'
import { createHistory, type History } from './grants/history.ts'
import { createGrants, type GrantsRoom } from './grants/index.ts'
import { refreshLimits } from './grants/refresh-limits.ts'
import { createSeal } from './grants/seal.ts'
import { type Integration, readIntegration } from './oauth/integration.ts'
import { type Place, readPlace } from './place.ts'
import { createRoutes } from './routes/index.ts'
import { renderPlainError } from './routes/plain-error.ts'
import { createScopeRecorder, recordCalls, type ScopeRecorder } from './scopes/index.ts'
import type { Secret } from './secret.ts'
import { createSessions, type Sessions } from './sessions/sessions.ts'
import { observeWherePossible } from './telemetry.ts'
import { ensureWebhooks, receiveWebhook, storedReplays } from './webhooks/index.ts'

/** Longest wait for token writes when the keeper is closed. */
const CLOSE_WITHIN_MS = 10_000

interface Rooms {
  options: GrantkeeperOptions
  integration: Integration
  place: Place
  environment: Environment
  events: Events
  sessions: Sessions
  grants: GrantsRoom
  history: History
  /** Whether the host app knows its users by itself. */
  hasOwners: boolean
  /** Aborts when the keeper is closed. */
  closing: AbortController
  cooldownOf: (person: string) => Cooldown
  /** The environment of calls on a person's behalf; what they need is noted. */
  calling: Environment
  recorder: ScopeRecorder
}

/**
 * Makes the keeper of one integration's grants: checks the options once, then wires the rooms.
 * @throws WX-CONFIG-MISSING, WX-CONFIG-INVALID, WX-CONFIG-INSECURE, WX-SCOPE-UNKNOWN, WX-KEY-MISSING, WX-KEY-WEAK
 * @example
 * const keeper = createGrantkeeper(optionsFromEnv())
 * const webex = await keeper.webex(request) // whoever sends this request
 */
export function createGrantkeeper(options: GrantkeeperOptions): Grantkeeper {
  const rooms = wireRooms(options)
  const { grants, history, events, place, integration } = rooms
  const { clientId, redirectUri, scopes, optionalScopes, apiUrl, authorizeUrl } = integration
  void observeWherePossible({ on: events.on, grants }, rooms.environment)
  return {
    handle: wireRoutes(rooms),
    webex: async (who, patience) => createClient(rooms, await requireGrant(rooms, who), patience),
    grantOf: (request) => grantOf(rooms, request),
    grants: {
      list: (filter) => grants.list({ limit: 100, ...filter }),
      get: grants.get,
      refresh: async (id) => grants.refresh(id, (await requireGrant(rooms, { grant: id })).generation),
      disconnect: (id) => disconnect(rooms, id),
      disconnectAll: (which) => disconnectAll(grants, (id) => disconnect(rooms, id), which),
      count: grants.count,
      earliestEnd: grants.earliestEnd,
      history: history.list,
      activity: history.summarize,
    },
    sessions: wireSessions(rooms),
    renderError: options.renderError ?? renderPlainError,
    device: { start: (device) => startDevice(rooms, device), resume: (ticket) => resumeDevice(rooms, ticket) },
    webhooks: wireWebhooks(rooms),
    scopes: wireScopes({ integration, recorder: rooms.recorder, connect: place.paths.connect }),
    keys: { rotate: grants.reseal, inspect: grants.inspectKeys },
    on: events.on,
    runDue: () => runDue(rooms),
    close: () => close(rooms),
    port: place.port,
    origin: place.origin,
    callbackPath: place.paths.callback,
    paths: { ...place.paths },
    integration: { clientId, redirectUri, scopes, optionalScopes, apiUrl, authorizeUrl },
  }
}

function wireRooms(options: GrantkeeperOptions): Rooms {
  const integration = readIntegration(options)
  const place = readPlace(options, integration.redirectUri)
  const environment = nodeEnvironment(options.environment)
  const recorder = createScopeRecorder(environment)
  const calling = { ...environment, transport: recordCalls(environment.transport, integration.apiUrl, recorder) }
  const events = createEvents()
  const grants = createGrants({
    integration,
    environment,
    events,
    store: options.store,
    seal: createSeal(options.keys, environment.randomBytes, (keyId, purpose) => {
      events.emit('key.used', { keyId, purpose })
    }),
    limits: refreshLimits(options.rotation),
    holder: nameHolder(),
    isHolderAlive,
    identify: (token) => identifyPerson(integration, calling, token),
  })
  const { store, ownerOf } = options
  const history = createHistory({ clientId: integration.clientId, environment, events, store })
  const sessions = createSessions({ store, environment, secure: place.secureCookies })
  const cooldownOf = createCooldowns(environment)
  const made = {
    grants,
    history,
    sessions,
    cooldownOf,
    hasOwners: ownerOf !== undefined,
    closing: new AbortController(),
  }
  return { options, integration, place, environment, events, calling, recorder, ...made }
}

function wireRoutes(rooms: Rooms): Grantkeeper['handle'] {
  const { place, options, grants, sessions } = rooms
  return createRoutes({
    ...place,
    ownerOf: options.ownerOf,
    hasOptionalScopes: rooms.integration.optionalScopes.length > 0,
    begin: grants.begin,
    complete: grants.complete,
    renewSession: (request, session) => sessions.renew(cookieHeaderOf(request), session),
    grantOf: (request) => grantOf(rooms, request),
    disconnect: (request, id) => disconnectHere(rooms, request, () => disconnect(rooms, id)),
    renderError: options.renderError ?? renderPlainError,
    onRefused: (code) => rooms.events.emit('request.refused', { code }),
  })
}

function wireWebhooks(rooms: Rooms): Grantkeeper['webhooks'] {
  const replays = storedReplays(rooms.options.store)
  return {
    receive: (request, options) => receiveWebhook(request, { replays, now: rooms.environment.now, ...options }),
    ensure: async (who, options) =>
      ensureWebhooks(createClient(rooms, await requireGrant(rooms, who)).webhooks, options),
  }
}

async function grantOf({ options, sessions, grants }: Rooms, request: HostRequest): Promise<Grant | undefined> {
  if (options.ownerOf) {
    const owner = await options.ownerOf(request)
    return owner === undefined ? undefined : grants.getOf(owner)
  }
  const session = await sessions.read(cookieHeaderOf(request))
  return session && grants.get(session.grantId)
}

async function requireGrant(rooms: Rooms, who: Parameters<Grantkeeper['webex']>[0]): Promise<Grant> {
  // First, because a host's middleware may have given its request a property of either name.
  if ('headers' in who) return refuseAbsent(await grantOf(rooms, who), 'WX-NOT-CONNECTED')
  if ('grant' in who) return refuseAbsent(await rooms.grants.get(who.grant), 'WX-GRANT-UNKNOWN')
  return refuseAbsent(await rooms.grants.getOf(who.owner), 'WX-NOT-CONNECTED')
}

function refuseAbsent(grant: Grant | undefined, code: 'WX-GRANT-UNKNOWN' | 'WX-NOT-CONNECTED'): Grant {
  if (!grant) throw new GrantkeeperError(code)
  return grant
}

function createClient(rooms: Rooms, { id, person }: Grant, patience?: Patience): WebexClient {
  const { integration, calling, environment, grants, cooldownOf } = rooms
  const stored = { read: () => grants.coolUntil(id), write: (untilAt: number) => grants.noteCoolUntil(id, untilAt) }
  return createWebexClient({
    ...patience,
    apiUrl: integration.apiUrl,
    environment: calling,
    accessToken: (asked) => grants.accessToken(id, asked),
    cooldown: shareCooldown(cooldownOf(person?.id ?? id), stored, environment.now),
  })
}

/** A grant without the scope to ask is a grant all the same; only its person stays unknown. */
async function identifyPerson(
  integration: Integration,
  environment: Environment,
  token: Secret,
): Promise<Person | undefined> {
  const accessToken = async () => ({ token, generation: 0, expiresAt: Number.POSITIVE_INFINITY })
  const client = createWebexClient({ apiUrl: integration.apiUrl, environment, accessToken })
  try {
    const { id, displayName, emails, orgId } = await client.people.me()
    return { id, displayName: displayName ?? '', email: emails?.[0] ?? null, orgId: orgId ?? null }
  } catch (error) {
    if (isGrantkeeperError(error, 'WX-API-FORBIDDEN')) return undefined
    throw error
  }
}

async function startDevice(rooms: Rooms, device: DeviceOptions = {}): Promise<DeviceSignIn> {
  if (rooms.options.ownerOf && device.owner === undefined) throw new GrantkeeperError('WX-OWNER-MISSING')
  return untilClosed(rooms, await rooms.grants.startDevice(device))
}

async function resumeDevice(rooms: Rooms, ticket: string): Promise<DeviceSignIn> {
  return untilClosed(rooms, rooms.grants.resumeDevice(ticket))
}

function untilClosed({ grants, closing }: Rooms, signIn: ReturnType<GrantsRoom['resumeDevice']>): DeviceSignIn {
  const wait = async ({ signal, onWait }: DeviceWaitOptions = {}) => {
    const either = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
    const { grantId } = await signIn.wait({ signal: either, onWait })
    return refuseAbsent(await grants.get(grantId), 'WX-GRANT-UNKNOWN')
  }
  return { ...signIn, wait }
}

async function disconnect({ grants, sessions }: Rooms, id: string): Promise<Disconnection> {
  const disconnection = await grants.disconnect(id)
  await sessions.endAllOf(id)
  return disconnection
}

async function runDue({ options, environment, sessions, grants, history }: Rooms): Promise<void> {
  const forget = () => options.store.deleteExpiredStates(environment.now())
  await Promise.all([grants.runDue(), forget(), sessions.deleteExpired(), history.forgetOld()])
}

async function close({ options, environment, grants, history, closing }: Rooms): Promise<void> {
  closing.abort(new Error('the keeper is closed'))
  const settled = new AbortController()
  const giveUp = environment.sleep(CLOSE_WITHIN_MS, settled.signal).catch(() => undefined)
  await Promise.race([grants.settle().then(history.settle), giveUp])
  settled.abort()
  await Promise.all([options.store.close(), environment.close()])
}
