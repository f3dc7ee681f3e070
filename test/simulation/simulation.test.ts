import { describe, expect, it } from 'vitest'
import { type CreateClient, createRealClient } from './client.ts'
import { addFigures, createFigures, type Figures } from './figures.ts'
import { createNaiveClient } from './fixtures/naive.ts'
import { createShortLockClient } from './fixtures/short-lock.ts'
import { createWholeRowClient } from './fixtures/whole-row.ts'
import { regressions } from './regressions.ts'
import { describeRepeat, simulate } from './simulate.ts'
import type { WorldOptions } from './world.ts'

const modes = ['keep', 'grace', 'strict'] as const
const SEEDS = 30
const TIMEOUT_MS = 180_000

async function simulateSeeds(count: number, options: Omit<WorldOptions, 'seed'>) {
  const violations: string[] = []
  let figures: Figures = createFigures()
  for (let seed = 1; seed <= count; seed++) {
    const simulated = await simulate({ ...options, seed })
    violations.push(...simulated.violations.map((violation) => `${describeRepeat({ ...options, seed })}: ${violation}`))
    figures = addFigures(figures, simulated.figures)
  }
  return { violations, figures }
}

describe('two days of three processes and people who come and go, under every fault', () => {
  it.each(modes)(
    'lose nothing that could be kept, not knowing that the provider is %s',
    async (mode) => {
      const { violations, figures } = await simulateSeeds(SEEDS, { mode })
      expect(violations).toEqual([])
      expect(figures.issued).toBeGreaterThan(SEEDS * 20)
      expect(figures.signIns).toBeGreaterThan(SEEDS * 5)
      expect(figures.disconnects).toBeGreaterThan(SEEDS * 3)
      expect(figures.losses.unavoidable > 0).toBe(mode !== 'keep')
    },
    TIMEOUT_MS,
  )

  it.each(modes)(
    'lose nothing that could be kept, knowing that the provider is %s',
    async (mode) => {
      const { violations } = await simulateSeeds(SEEDS / 5, { mode, rotation: mode })
      expect(violations).toEqual([])
    },
    TIMEOUT_MS,
  )

  it.each(regressions)('go well where once they did not: $why (seed $seed, $mode)', async (options) => {
    expect((await simulate(options)).violations).toEqual([])
  })

  it('are the same two days for the same seed, and others for another', async () => {
    const [first, again, other] = [
      await simulate({ mode: 'strict', seed: 7 }),
      await simulate({ mode: 'strict', seed: 7 }),
      await simulate({ mode: 'strict', seed: 8 }),
    ]
    expect(again).toEqual(first)
    expect(other.traceHash).not.toBe(first.traceHash)
    expect(Math.min(first.figures.signIns, first.figures.disconnects)).toBeGreaterThan(0)
  })
})

describe('the same checks', () => {
  it.each([
    ['read, refresh, write', createNaiveClient],
    ['a lock of two seconds', createShortLockClient],
  ])(
    'find the losses and overlaps of %s',
    async (_, createClient) => {
      for (const mode of modes) {
        const { figures } = await simulateSeeds(3, { mode, createClient })
        expect(figures.overlaps.avoidable).toBeGreaterThan(0)
        expect(figures.losses.avoidable > 0).toBe(mode !== 'keep')
      }
    },
    TIMEOUT_MS,
  )

  it(
    'find what a store that writes whole rows undoes',
    async () => {
      const { violations } = await simulateSeeds(10, { mode: 'keep', createClient: createWholeRowClient })
      expect(violations.join('\n')).toMatch(/came back after it was disconnected/)
      expect(violations.join('\n')).toMatch(/an older refresh wrote over a sign-in/)
    },
    TIMEOUT_MS,
  )

  it('find the grants that die and the tokens that live on where nobody does the due work', async () => {
    const createClient: CreateClient = (parts) => ({ ...createRealClient(parts), runDue: async () => undefined })
    const { violations } = await simulateSeeds(2, { mode: 'keep', createClient })
    expect(violations.join('\n')).toMatch(/died of age/)
    expect(violations.join('\n')).toMatch(/revocations were left/)
    expect(violations.join('\n')).toMatch(/was disconnected, and .* lives on/)
  })
})
