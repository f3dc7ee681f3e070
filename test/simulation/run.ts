/** `npm run simulate -- --seeds N --from S --mode keep|grace|strict`: lives through N worlds and prints what was lost. */
import { parseArgs } from 'node:util'
import type { RefreshLimits } from '../../src/grants/refresh-limits.ts'
import { createRealClient } from './client.ts'
import { addFigures, createFigures } from './figures.ts'
import { createNaiveClient } from './fixtures/naive.ts'
import { createShortLockClient } from './fixtures/short-lock.ts'
import type { Mode } from './provider.ts'
import { simulate } from './simulate.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    mode: { type: 'string', default: 'strict' },
    rotation: { type: 'string', default: 'unknown' },
    /** `naive` and `short-lock` are there to be seen failing. */
    algorithm: { type: 'string', default: 'real' },
  },
})
const algorithms = { real: createRealClient, naive: createNaiveClient, 'short-lock': createShortLockClient }
const createClient = algorithms[values.algorithm as keyof typeof algorithms]
const from = Number(values.from)
const mode = values.mode as Mode
const rotation = values.rotation as RefreshLimits['rotation']
const startedAt = performance.now()
let figures = createFigures()
let failing = 0
for (let seed = from; seed < from + Number(values.seeds); seed++) {
  const simulated = await simulate({ seed, mode, rotation, createClient })
  figures = addFigures(figures, simulated.figures)
  if (simulated.violations.length === 0) continue
  failing++
  console.log(`seed ${seed}: ${simulated.violations.slice(0, 5).join('; ')}`)
}
const seconds = Math.round((performance.now() - startedAt) / 100) / 10
console.log(JSON.stringify({ mode, rotation, seeds: Number(values.seeds), failing, seconds, ...figures }))
process.exitCode = failing > 0 ? 1 : 0
