import { describe, expect, it } from 'vitest'
import { addFigures, createFigures, type Figures } from './figures.ts'
import { createNaiveClient } from './fixtures/naive.ts'
import { createShortLockClient } from './fixtures/short-lock.ts'
import { regressions } from './regressions.ts'
import { simulate } from './simulate.ts'
import type { WorldOptions } from './world.ts'

const modes = ['keep', 'grace', 'strict'] as const
const SEEDS = 100
const TIMEOUT_MS = 180_000

async function simulateSeeds(count: number, options: Omit<WorldOptions, 'seed'>) {
  const violations: string[] = []
  let figures: Figures = createFigures()
  for (let seed = 1; seed <= count; seed++) {
    const simulated = await simulate({ ...options, seed })
    violations.push(...simulated.violations.map((violation) => `seed ${seed}: ${violation}`))
    figures = addFigures(figures, simulated.figures)
  }
  return { violations, figures }
}

describe('twelve hours of three processes under every fault', () => {
  it.each(modes)(
    'lose nothing that could be kept, not knowing that the provider is %s',
    async (mode) => {
      const { violations, figures } = await simulateSeeds(SEEDS, { mode })
      expect(violations).toEqual([])
      expect(figures.issued).toBeGreaterThan(SEEDS * 20)
      expect(figures.losses.unavoidable > 0).toBe(mode !== 'keep')
    },
    TIMEOUT_MS,
  )

  it.each(modes)(
    'lose nothing that could be kept, knowing that the provider is %s',
    async (mode) => {
      const { violations } = await simulateSeeds(SEEDS / 4, { mode, rotation: mode })
      expect(violations).toEqual([])
    },
    TIMEOUT_MS,
  )

  it.each(regressions)('go well where once they did not: $why (seed $seed, $mode)', async (options) => {
    expect((await simulate(options)).violations).toEqual([])
  })

  it('are the same twelve hours for the same seed, and others for another', async () => {
    const hashes = []
    for (const seed of [7, 7, 8]) hashes.push((await simulate({ mode: 'strict', seed })).traceHash)
    expect(hashes[0]).toBe(hashes[1])
    expect(hashes[0]).not.toBe(hashes[2])
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
        const { figures, violations } = await simulateSeeds(10, { mode, createClient })
        expect(violations.length).toBeGreaterThan(0)
        expect(figures.overlaps.avoidable).toBeGreaterThan(0)
        expect(figures.losses.avoidable > 0).toBe(mode !== 'keep')
      }
    },
    TIMEOUT_MS,
  )
})
