import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAppWorld } from './app-world.ts'
import { launchBrowser } from './browser.ts'
import { weighState } from './page-weight.ts'
import { states } from './states.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser?.close())

describe('what a browser that has nothing yet loads', () => {
  it.concurrent.each(states)(
    'is at most 60 KB, 15 KB of script, and nothing from elsewhere: $name',
    { timeout: 60_000 },
    async (state) => {
      const world = await createAppWorld(state.world)
      try {
        const weight = await weighState(browser, world, state)
        expect(weight.foreign).toBe(0)
        expect(weight.script).toBeGreaterThan(0)
        expect(weight.script).toBeLessThanOrEqual(15_000)
        expect(weight.bytes, JSON.stringify(weight)).toBeLessThanOrEqual(60_000)
      } finally {
        await world.close()
      }
    },
  )
})
