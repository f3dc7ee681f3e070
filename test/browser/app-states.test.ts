import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAppWorld } from './app-world.ts'
import { launchBrowser, openPage } from './browser.ts'
import { inspectLooks } from './looks.ts'
import { createScene, openState, type State } from './states/state.ts'
import { states } from './states.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser?.close())

/** Brings a state about in a world of its own, looks at it, and puts all of it away. */
async function visitState(state: State, look: (page: Page) => Promise<void>): Promise<string[]> {
  const world = await createAppWorld(state.world)
  const { page, complaints, close } = await openPage(browser)
  try {
    await openState(state, createScene(world, page.context(), page))
    await look(page)
  } finally {
    await close()
    await world.close()
  }
  return complaints.filter((complaint) => !isAnswer(complaint, state))
}

/** Chromium tells of every page that is answered with an error. */
function isAnswer(complaint: string, { status }: State): boolean {
  return (
    status !== undefined &&
    complaint.includes(`Failed to load resource: the server responded with a status of ${status} `)
  )
}

describe('in light, dark and forced colours, at 320 and 1280 px', () => {
  it.concurrent.each(states)('is accessible, fits and stays quiet: $name', { timeout: 60_000 }, async (state) => {
    const complaints = await visitState(state, async (page) => {
      expect(await page.locator('body').innerText()).toMatch(state.shows)
      const problems = await inspectLooks(page)
      expect(problems, problems.join('\n')).toEqual([])
    })
    expect(complaints).toEqual([])
  })
})
