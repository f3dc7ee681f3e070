import { randomBytes } from 'node:crypto'
import { nodeEnvironment } from '../../src/environment.ts'
import { createEvents } from '../../src/events.ts'
import { createGrants, type GrantsRoom } from '../../src/grants/index.ts'
import { openRevoked, sealRevoked, sealTokens } from '../../src/grants/records.ts'
import { refreshLimits } from '../../src/grants/refresh-limits.ts'
import { createSeal } from '../../src/grants/seal.ts'
import type { GrantRow, GrantStore } from '../../src/grants/store.ts'
import { readIntegration } from '../../src/oauth/integration.ts'
import { Secret } from '../../src/secret.ts'
import { createGrantRow } from '../../src/stores/contract/check.ts'

export const integration = {
  clientId: 'Crotation',
  clientSecret: 'client-secret',
  redirectUri: 'http://localhost:10060/oauth',
  scopes: 'spark:rooms_read',
  baseUrl: 'http://127.0.0.1:9/v1',
}

export function createKey(): string {
  return randomBytes(32).toString('base64')
}

export function keyIdOfKey(key: string): string {
  return createSeal([key], randomBytes).first
}

/** The grants of one process that was given these keys. Its Webex cannot be reached: nothing here needs it. */
export function openGrants(store: GrantStore, keys: readonly string[]): GrantsRoom {
  const environment = nodeEnvironment()
  return createGrants({
    store,
    environment,
    integration: readIntegration(integration),
    events: createEvents(),
    seal: createSeal(keys, environment.randomBytes),
    limits: refreshLimits('unknown'),
    holder: `test:${process.pid}`,
    identify: async () => undefined,
  })
}

/** A grant with tokens of its own, `access-<id>` and `refresh-<id>`, that live for a year. */
export async function addGrant(store: GrantStore, key: string, id: string, changes: Partial<GrantRow> = {}) {
  const tokens = { accessToken: new Secret(`access-${id}`), refreshToken: new Secret(`refresh-${id}`) }
  const row = createGrantRow({
    id,
    clientId: integration.clientId,
    owner: id,
    status: 'healthy',
    accessExpiresAt: Date.now() + 365 * 86_400_000,
    sealedTokens: sealTokens(createSeal([key], randomBytes), id, changes.generation ?? 7, tokens),
    ...changes,
  })
  if (!(await store.insertGrant(row))) throw new Error(`there is a grant ${id} already`)
  return row
}

/** A grant that was disconnected, and whose token `refresh-<id>` is still to be revoked. */
export async function addRevocation(store: GrantStore, key: string, id: string): Promise<void> {
  const { generation } = await addGrant(store, key, id)
  const sealedToken = sealRevoked(createSeal([key], randomBytes), id, new Secret(`refresh-${id}`))
  const untried = { hint: 'refresh_token', tries: 0, dueAt: Date.now(), expiresAt: Date.now() + 86_400_000 } as const
  await store.deleteGrant(id, generation, { id, clientId: integration.clientId, sealedToken, ...untried })
}

/** What reading each token that is still to be revoked gives: `works`, or the code of the error with its detail. */
export async function readRevocations(store: GrantStore, keys: readonly string[]) {
  const seal = createSeal(keys, randomBytes)
  return countAlike(await store.listRevocations({ limit: 1000 }), async (row) =>
    openRevoked(seal, row).reveal() === `refresh-${row.id}` ? 'works' : 'another token',
  )
}

/** What reading the token of each of these grants gives: `works`, or the code of the error with its detail. */
export async function readTokens(store: GrantStore, keys: readonly string[], ids: readonly string[]) {
  const grants = openGrants(store, keys)
  return countAlike(ids, async (id) =>
    (await grants.accessToken(id)).token.reveal() === `access-${id}` ? 'works' : 'another token',
  )
}

async function countAlike<T>(all: readonly T[], read: (one: T) => Promise<string>): Promise<Record<string, number>> {
  const outcomes = new Map<string, number>()
  for (const one of all) {
    const outcome = await read(one).catch(({ code, detail }) => `${code} ${detail}`)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  return Object.fromEntries(outcomes)
}
