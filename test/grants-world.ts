import { createEvents, type EventName, type Events } from '../src/events.ts'
import { createGrants, type GrantsRoom } from '../src/grants/index.ts'
import { sealTokens } from '../src/grants/records.ts'
import { type RefreshLimits, refreshLimits } from '../src/grants/refresh-limits.ts'
import { createSeal } from '../src/grants/seal.ts'
import type { GrantRow } from '../src/grants/store.ts'
import { readIntegration } from '../src/oauth/integration.ts'
import { Secret } from '../src/secret.ts'
import { memoryStore } from '../src/stores/memory.ts'
import type { Store } from '../src/stores/store.ts'
import { createTokenEndpoint, type TokenEndpoint } from './token-endpoint.ts'
import { createVirtualWorld, type VirtualWorld } from './virtual-world.ts'

export const DAY = 86_400_000
const KEY = '07Bm1zJpTmmurx7wZBXln8f/kzdEhuG4CFencjq28LE='

const watched: EventName[] = [
  'grant.refreshed',
  'grant.failing',
  'grant.recovered',
  'grant.reconnect',
  'grant.expiring',
  'grant.disconnected',
  'revocation.done',
  'integration.rejected',
]

export interface ProcessOptions {
  holder?: string
  rotation?: RefreshLimits['rotation']
  isHolderAlive?: (holder: string) => boolean
  /** Where this process tells what happened; its own unless given. */
  events?: Events
  /** The store as this process sees it; the world's own unless given. */
  store?: Store
}

export interface GrantsWorld {
  world: VirtualWorld
  endpoint: TokenEndpoint
  store: Store
  /** Every event of every process, oldest first. */
  seen: { name: EventName; event: unknown }[]
  createProcess(options?: ProcessOptions): GrantsRoom
  /** Keeps a grant of fourteen and ninety days, made now, unless told otherwise. */
  storeGrant(changes?: Partial<GrantRow>): Promise<GrantRow>
  /** What makes its access token one that ended a moment ago. */
  expired(): Pick<GrantRow, 'accessExpiresAt' | 'lastOkAt'>
  tokenFrom(process: GrantsRoom): Promise<string>
}

/** One store, one token endpoint and any number of processes, in virtual time. */
export function createGrantsWorld(): GrantsWorld {
  const endpoint: TokenEndpoint = createTokenEndpoint((ms) => world.environment.sleep(ms))
  const world: VirtualWorld = createVirtualWorld((request) => endpoint.transport(request))
  const store = memoryStore({ now: world.now })
  const seal = createSeal([KEY], world.environment.randomBytes)
  const seen: GrantsWorld['seen'] = []
  return {
    world,
    endpoint,
    store,
    seen,
    createProcess({
      holder = 'process-1',
      rotation,
      isHolderAlive,
      events = createEvents(),
      store: seenStore = store,
    } = {}) {
      for (const name of watched) events.on(name, (event) => seen.push({ name, event }))
      const integration = readIntegration({
        clientId: 'Cabc',
        clientSecret: 'client-secret',
        redirectUri: 'http://localhost:10060/oauth',
        scopes: 'spark:rooms_read',
        baseUrl: 'http://127.0.0.1:10061/v1',
      })
      return createGrants({
        integration,
        environment: world.environment,
        events,
        store: seenStore,
        seal,
        limits: refreshLimits(rotation),
        holder,
        isHolderAlive: isHolderAlive ?? (() => true),
        identify: async () => undefined,
      })
    },
    async storeGrant(changes = {}) {
      const row = createRow(changes.id ?? 'grant-0001', world.now(), seal)
      await store.insertGrant({ ...row, ...changes })
      return { ...row, ...changes }
    },
    expired: () => ({ accessExpiresAt: world.now() - 1, lastOkAt: world.now() - 14 * DAY }),
    tokenFrom: async (process) => (await world.finish(process.accessToken('grant-0001'))).token.reveal(),
  }
}

function createRow(id: string, now: number, seal: ReturnType<typeof createSeal>): GrantRow {
  const tokens = { accessToken: new Secret('access-0'), refreshToken: new Secret('refresh-1') }
  return {
    id,
    clientId: 'Cabc',
    owner: `owner of ${id}`,
    personId: '',
    personName: null,
    personEmail: null,
    orgId: null,
    login: null,
    scopesAsked: 'spark:rooms_read',
    scopesGranted: 'spark:rooms_read',
    sealedTokens: sealTokens(seal, id, 1, tokens),
    accessExpiresAt: now + 14 * DAY,
    refreshExpiresAt: now + 90 * DAY,
    status: 'healthy',
    reason: null,
    generation: 1,
    failures: 0,
    nextTryAt: null,
    dueAt: null,
    connectedAt: now,
    lastOkAt: now,
    lastErrorAt: null,
    leaseAttempt: null,
    leaseHolder: null,
    leaseUntil: null,
    askedAt: null,
    coolUntil: null,
  }
}
