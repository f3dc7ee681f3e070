import { fetchProvider } from '../oauth/provider.ts'
import { type AccessTokenOptions, readAccessToken } from './access-token.ts'
import { type BeginOptions, type BegunAttempt, beginAttempt } from './begin.ts'
import { createBreaker } from './breaker.ts'
import { type CompleteOptions, completeAttempt, type FinishedSignIn } from './complete.ts'
import type { CompletedAttempt, GrantsContext } from './context.ts'
import { type DeviceOptions, type DeviceSignIn, resumeDevice, startDevice } from './device.ts'
import { type Disconnection, disconnectGrant } from './disconnect.ts'
import type { AccessToken, Grant, GrantStatus } from './grant.ts'
import { healthOf } from './health.ts'
import { createHeldGrants, holdGrant, holdRow } from './held.ts'
import { keepAlive } from './keep-alive.ts'
import { createProviderCache } from './provider-cache.ts'
import { readGrant } from './records.ts'
import { refreshGrant } from './refresh.ts'
import { inspectKeys, type KeyReport, type Resealed, type ResealOptions, resealGrants } from './reseal.ts'
import { runDueRevocations } from './revocations.ts'
import type { GrantFilter, GrantRow, GrantSearch } from './store.ts'

/** The room's verbs, bound to one integration, one store and one world. */
export interface GrantsRoom {
  begin(options: BeginOptions): BegunAttempt
  complete(options: CompleteOptions): Promise<FinishedSignIn>
  startDevice(options: DeviceOptions): Promise<DeviceSignIn<CompletedAttempt>>
  resumeDevice(ticket: string): DeviceSignIn<CompletedAttempt>
  accessToken(grantId: string, options?: AccessTokenOptions): Promise<AccessToken>
  get(grantId: string): Promise<Grant | undefined>
  getOf(owner: string): Promise<Grant | undefined>
  list(filter: Omit<GrantFilter, 'clientId'>): Promise<Grant[]>
  refresh(grantId: string, generation: number): Promise<Grant>
  /** Until when calls of this grant's person are to wait, as any process noted; undefined when no wait is known. */
  coolUntil(grantId: string): Promise<number | undefined>
  noteCoolUntil(grantId: string, untilAt: number): Promise<void>
  disconnect(grantId: string): Promise<Disconnection>
  reseal(options?: ResealOptions): Promise<Resealed>
  inspectKeys(): Promise<KeyReport>
  count(search?: GrantSearch): Promise<Partial<Record<GrantStatus, number>>>
  earliestEnd(): Promise<number | null>
  /** Renews what is due, and asks Webex again for what it has not confirmed as revoked. */
  runDue(): Promise<void>
  /** Waits for the token writes and sign-ins under way. */
  settle(): Promise<void>
}

type Made = 'provider' | 'held' | 'refreshing' | 'unsaved' | 'ending' | 'completing' | 'breaker'

/** Without `isHolderAlive` every process counts as alive, and its lease is waited for. */
export type GrantsOptions = Omit<GrantsContext, Made | 'isHolderAlive'> & Partial<Pick<GrantsContext, 'isHolderAlive'>>

export function createGrants(options: GrantsOptions): GrantsRoom {
  const context: GrantsContext = {
    isHolderAlive: () => true,
    ...options,
    breaker: createBreaker(options.environment),
    provider: createProviderCache(options.environment, () => fetchProvider(options)),
    held: createHeldGrants(options.environment),
    refreshing: new Map(),
    unsaved: new Map(),
    ending: new Set(),
    completing: new Map(),
  }
  const { store, integration, environment, breaker } = context
  const describe = (row: GrantRow): Grant => {
    const grant = readGrant(row)
    return { ...grant, health: healthOf(grant, environment.now(), breaker.isRejected()) }
  }
  return {
    begin: (begin) => beginAttempt(context, begin),
    complete: (complete) => completeAttempt(context, complete),
    startDevice: (device) => startDevice(context, device),
    resumeDevice: (ticket) => resumeDevice(context, ticket),
    accessToken: (id, token) => readAccessToken(context, id, token),
    get: async (id) => {
      const held = await holdGrant(context, id)
      return held && describe(held.row)
    },
    getOf: async (owner) => {
      const row = await store.getGrantOf(integration.clientId, owner)
      return row && describe(holdRow(context, row).row)
    },
    list: async (filter) => {
      const rows = await store.listGrants({ ...filter, ...readSearch(filter), clientId: integration.clientId })
      return rows.map(describe)
    },
    refresh: async (id, generation) => describe(holdRow(context, await refreshGrant(context, id, generation)).row),
    coolUntil: async (id) => (await holdGrant(context, id))?.row.coolUntil ?? undefined,
    noteCoolUntil: (id, untilAt) => store.noteCoolUntil(id, Math.ceil(untilAt)),
    disconnect: (id) => disconnectGrant(context, id),
    reseal: (reseal) => resealGrants(context, reseal),
    inspectKeys: () => inspectKeys(context),
    count: (search = {}) => store.countGrants(integration.clientId, readSearch(search)),
    earliestEnd: () => store.earliestEnd(integration.clientId),
    runDue: async () => {
      await Promise.all([keepAlive(context), runDueRevocations(context)])
    },
    settle: () => settle(context),
  }
}

/** What a form leaves empty is not looked for. */
function readSearch({ search, scope, endsBefore }: GrantSearch): GrantSearch {
  return { search: search || undefined, scope: scope || undefined, endsBefore }
}

/** A refresh may leave a write behind it, so the writes are waited for last. */
async function settle({ refreshing, completing, unsaved, ending }: GrantsContext): Promise<void> {
  await Promise.allSettled([...refreshing.values(), ...completing.values()])
  await Promise.allSettled([...unsaved.values()].map(({ saved }) => saved))
  await Promise.allSettled(ending)
}
