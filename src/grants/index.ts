import { type AccessTokenOptions, readAccessToken } from './access-token.ts'
import { type BeginOptions, type BegunAttempt, beginAttempt } from './begin.ts'
import { type CompleteOptions, completeAttempt, type FinishedSignIn } from './complete.ts'
import type { GrantsContext } from './context.ts'
import { type Disconnection, disconnectGrant } from './disconnect.ts'
import type { AccessToken, Grant } from './grant.ts'
import { createHeldGrants, holdGrant, holdRow } from './held.ts'
import { readGrant } from './records.ts'
import { refreshGrant } from './refresh.ts'
import { inspectKeys, type KeyReport, type Resealed, type ResealOptions, resealGrants } from './reseal.ts'
import type { GrantFilter } from './store.ts'

/** The room's verbs, bound to one integration, one store and one world. */
export interface GrantsRoom {
  begin(options: BeginOptions): BegunAttempt
  complete(options: CompleteOptions): Promise<FinishedSignIn>
  accessToken(grantId: string, options?: AccessTokenOptions): Promise<AccessToken>
  get(grantId: string): Promise<Grant | undefined>
  getOf(owner: string): Promise<Grant | undefined>
  list(filter: Omit<GrantFilter, 'clientId'>): Promise<Grant[]>
  refresh(grantId: string, generation: number): Promise<Grant>
  disconnect(grantId: string): Promise<Disconnection>
  reseal(options?: ResealOptions): Promise<Resealed>
  inspectKeys(): Promise<KeyReport>
  /** Waits for the token writes and sign-ins under way. */
  settle(): Promise<void>
}

export function createGrants(options: Omit<GrantsContext, 'held' | 'refreshing' | 'completing'>): GrantsRoom {
  const context: GrantsContext = {
    ...options,
    held: createHeldGrants(options.environment),
    refreshing: new Map(),
    completing: new Map(),
  }
  const { store, integration } = context
  return {
    begin: (begin) => beginAttempt(context, begin),
    complete: (complete) => completeAttempt(context, complete),
    accessToken: (id, token) => readAccessToken(context, id, token),
    get: async (id) => readHeld(await holdGrant(context, id)),
    getOf: async (owner) => {
      const row = await store.getGrantOf(integration.clientId, owner)
      return row && readGrant(holdRow(context, row).row)
    },
    list: async (filter) => (await store.listGrants({ ...filter, clientId: integration.clientId })).map(readGrant),
    refresh: async (id, generation) => readGrant(holdRow(context, await refreshGrant(context, id, generation)).row),
    disconnect: (id) => disconnectGrant(context, id),
    reseal: (reseal) => resealGrants(context, reseal),
    inspectKeys: () => inspectKeys(context),
    settle: async () => {
      await Promise.allSettled([...context.refreshing.values(), ...context.completing.values()])
    },
  }
}

function readHeld(held: { row: Parameters<typeof readGrant>[0] } | undefined): Grant | undefined {
  return held && readGrant(held.row)
}
