/**
 * A process that rotates the keys of a SQLite file when told to, and says so with each row: its parent kills it in its midst.
 * It loads no more than that takes, because it is started often.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createEvents } from '../../src/events.ts'
import { resealGrants } from '../../src/grants/reseal.ts'
import { createSeal } from '../../src/grants/seal.ts'
import type { GrantStore } from '../../src/grants/store.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'

const { file, keys, clientId } = JSON.parse(process.env.ROTATOR ?? '{}')
const store = sqliteStore({ file })
let rows = 0
const watched: Pick<GrantStore, 'updateGrant' | 'updateRevocation'> = {
  updateGrant: async (...given) => {
    process.send?.(++rows)
    return store.updateGrant(...given)
  },
  updateRevocation: async (...given) => {
    process.send?.(++rows)
    return store.updateRevocation(...given)
  },
}
process.send?.('ready')
await once(process, 'message')
await resealGrants({
  integration: { clientId },
  store: { ...store, ...watched },
  seal: createSeal(keys, randomBytes),
  events: createEvents(),
})
await store.close()
process.disconnect()
