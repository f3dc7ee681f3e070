import type { Environment } from '../../src/environment.ts'
import { createEvents } from '../../src/events.ts'
import type { Person } from '../../src/grants/grant.ts'
import { createGrants, type GrantsRoom } from '../../src/grants/index.ts'
import type { RefreshLimits } from '../../src/grants/refresh-limits.ts'
import { createSeal, type Seal } from '../../src/grants/seal.ts'
import type { GrantStore } from '../../src/grants/store.ts'
import { readIntegration } from '../../src/oauth/integration.ts'
import type { Secret } from '../../src/secret.ts'

/** What a process under test has at hand. */
export interface ClientParts {
  environment: Environment
  store: GrantStore
  seal: Seal
  limits: RefreshLimits
  holder: string
  isHolderAlive(holder: string): boolean
  identify(accessToken: Secret): Promise<Person>
}

/** What is tested: something that gives access tokens that work, and lets people come and go. */
export type Client = Pick<GrantsRoom, 'accessToken' | 'begin' | 'complete' | 'disconnect' | 'runDue'>

export type CreateClient = (parts: ClientParts) => Client

export const integration = readIntegration({
  clientId: 'Cabc',
  clientSecret: 'client-secret',
  redirectUri: 'http://localhost:10060/oauth',
  scopes: 'spark:rooms_read',
  baseUrl: 'http://127.0.0.1:10061/v1',
})

const KEY = '07Bm1zJpTmmurx7wZBXln8f/kzdEhuG4CFencjq28LE='

export function createTestSeal(randomBytes: (length: number) => Uint8Array): Seal {
  return createSeal([KEY], randomBytes)
}

/** The production code, unchanged. */
export const createRealClient: CreateClient = (parts) => createGrants({ ...parts, integration, events: createEvents() })
