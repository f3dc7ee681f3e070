import { readDatabase } from '../../src/config/database.ts'
import { isHolderAlive, nameHolder } from '../../src/environment/holder.ts'
import { type Environment, nodeEnvironment } from '../../src/environment.ts'
import { createEvents } from '../../src/events.ts'
import { createGrants, type GrantsRoom } from '../../src/grants/index.ts'
import { refreshLimits } from '../../src/grants/refresh-limits.ts'
import { createSeal } from '../../src/grants/seal.ts'
import type { GrantStore } from '../../src/grants/store.ts'
import { type IntegrationOptions, readIntegration } from '../../src/oauth/integration.ts'
import type { Store } from '../../src/stores/store.ts'

/** What every process of one crash test is told. */
export interface Participation {
  integration: IntegrationOptions
  /** As `DATABASE_URL` would name it. */
  database: string
  key: string
  grant: string
  aheadMs: number
  /** Of a request to the token endpoint; the lease stands half as long again. */
  deadlineMs: number
}

export interface Participant {
  grants: GrantsRoom
  close(): Promise<void>
}

/** Makes one process's grants; `watch` may put itself before its calls to the world. */
export function createParticipant(
  { integration, database, key, aheadMs, deadlineMs }: Participation,
  watch: (environment: Environment, store: GrantStore) => { environment: Environment; store: GrantStore },
): Participant {
  const store: Store = readDatabase({ name: 'DATABASE_URL', origin: 'env', value: database }, '/').open()
  const environment = nodeEnvironment({ now: () => Date.now() + aheadMs })
  const grants = createGrants({
    ...watch(environment, store),
    integration: readIntegration(integration),
    events: createEvents(),
    seal: createSeal([key], environment.randomBytes),
    limits: refreshLimits('unknown', deadlineMs),
    holder: nameHolder(),
    isHolderAlive,
    identify: async () => undefined,
  })
  return {
    grants,
    async close() {
      await Promise.all([store.close(), environment.close()])
    },
  }
}
