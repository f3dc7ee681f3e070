/**
 * All that is measured, in one run and as ratios to a floor of that run: what requests cost, what the stores do a second, and
 * what it takes when 200 callers meet an expired token. `npm run bench [-- --rounds 7 --only requests|stores]`
 */
import { parseArgs } from 'node:util'
import { measureRequests } from './requests.ts'
import { startServer } from './servers.ts'
import { measureStores } from './stores.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, only: { type: 'string' } } })
const rounds = Number(values.rounds)
const parts = { requests: measureRequests, stores: measureStores }

const upstream = await startServer('upstream.js')
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (!values.only || values.only === name) await measure(upstream.origin, rounds)
  }
} finally {
  await upstream.stop()
}
