/** `npm run simulate -- --seeds N --from S --mode keep|grace|strict`: lives through N worlds and prints what was lost. */
import { parseArgs } from 'node:util'
import { createRealClient } from './client.ts'
import { addFigures, createFigures } from './figures.ts'
import { createNaiveClient } from './fixtures/naive.ts'
import { createShortLockClient } from './fixtures/short-lock.ts'
import { createWholeRowClient } from './fixtures/whole-row.ts'
import { describeRepeat, simulate } from './simulate.ts'

const modes = ['keep', 'grace', 'strict'] as const
const rotations = ['unknown', ...modes] as const
const algorithms = {
  real: createRealClient,
  naive: createNaiveClient,
  'short-lock': createShortLockClient,
  'whole-row': createWholeRowClient,
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    /** What the provider does; without it, each of the three in turn. */
    mode: { type: 'string' },
    /** What the processes are told about the provider. */
    rotation: { type: 'string', default: 'unknown' },
    /** All but `real` are there to be seen failing. */
    algorithm: { type: 'string', default: 'real' },
  },
})
const seeds = Number(values.seeds)
const from = Number(values.from)
const rotation = choose('rotation', values.rotation, rotations)
const createClient = algorithms[choose('algorithm', values.algorithm, ['real', 'naive', 'short-lock', 'whole-row'])]
const startedAt = performance.now()
let figures = createFigures()
let failing = 0
for (const mode of values.mode === undefined ? modes : [choose('mode', values.mode, modes)]) {
  for (let seed = from; seed < from + seeds; seed++) {
    const simulated = await simulate({ seed, mode, rotation, createClient })
    figures = addFigures(figures, simulated.figures)
    if (simulated.violations.length === 0) continue
    failing++
    console.log(`${describeRepeat({ seed, mode, rotation })}: ${simulated.violations.slice(0, 5).join('; ')}`)
  }
}
const seconds = Math.round((performance.now() - startedAt) / 100) / 10
console.log(JSON.stringify({ mode: values.mode, rotation, seeds, failing, seconds, ...figures }))
process.exitCode = failing > 0 ? 1 : 0

function choose<Choice extends string>(option: string, value: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((known) => known === value)
  if (!choice) throw new Error(`--${option} is one of ${choices.join(', ')}`)
  return choice
}
