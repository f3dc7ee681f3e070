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

/** Many rows or steps: what the app sends is above it, what a proxy that compresses would send is far below. */
const LONG = ['spaces, many', 'connections, many', 'flow, one sign-in']

describe('what a browser that has nothing yet loads', () => {
  it.concurrent.each(states)(
    'is at most 60 KB, 15 KB of script, and nothing from elsewhere: $name',
    { timeout: 60_000 },
    async (state) => {
      const world = await createAppWorld(state.world)
      try {
        const weight = await weighState(browser, world, state)
        expect(weight.foreign).toBe(0)
        expect(weight.scriptGzipped).toBeLessThanOrEqual(15_000)
        const [amount, most] = LONG.includes(state.name) ? [weight.gzipped, 20_000] : [weight.bytes, 60_000]
        expect(amount, JSON.stringify(weight)).toBeLessThanOrEqual(most)
      } finally {
        await world.close()
      }
    },
  )
})
