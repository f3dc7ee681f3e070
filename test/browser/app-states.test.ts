import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Language } from '../../src/app/words/language.ts'
import { pagePaths } from '../app-security/routes.ts'
import { pseudo } from '../pseudo-language.ts'
import { createAppWorld } from './app-world.ts'
import { launchBrowser, openPage, overflows } from './browser.ts'
import { inspectLooks, narrowAndWide } from './looks.ts'
import { findLooseWords } from './loose-words.ts'
import { createScene, openState, type State } from './states/state.ts'
import { states } from './states.ts'
import { findUnbalanced } from './unbalanced.ts'

let browser: Browser
/** Paths of the pages that were looked at. */
const seen = new Set<string>()

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser?.close())

interface Visited {
  state: State
  language?: Language
  context?: BrowserContextOptions
  /** Takes the page, and its source as it was sent. */
  look: (page: Page, source: string) => Promise<void>
}

/** Brings a state about in a world of its own, looks at it, and puts all of it away. */
async function visitState({ state, language, context, look }: Visited): Promise<void> {
  const world = await createAppWorld({ ...state.world, language })
  const { page, complaints, close } = await openPage(browser, context)
  try {
    const source = await openState(state, createScene(world, page.context(), page))
    seen.add(new URL(page.url()).pathname)
    await look(page, source)
  } finally {
    await close()
    await world.close()
  }
  expect(complaints.filter((complaint) => !isAnswer(complaint, state))).toEqual([])
}

/** Chromium tells of every page that is answered with an error. */
function isAnswer(complaint: string, { status }: State): boolean {
  return status !== undefined && complaint.includes(`the server responded with a status of ${status} `)
}

const none = (problems: readonly string[]) => expect(problems, problems.join('\n')).toEqual([])

describe('in light, dark and forced colours, at 320 and 1280 px', () => {
  it.concurrent.each(states)('is accessible, fits and stays quiet: $name', { timeout: 90_000 }, async (state) => {
    await visitState({
      state,
      async look(page) {
        expect(await page.locator('body').innerText()).toMatch(state.shows)
        none(await inspectLooks(page))
      },
    })
  })
})

describe('in a longer language, from right to left', () => {
  it.concurrent.each(states)('fits and says nothing in English: $name', { timeout: 90_000 }, async (state) => {
    await visitState({
      state,
      language: pseudo,
      async look(page) {
        expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
        none(await findLooseWords(page))
        none(await inspectLooks(page, narrowAndWide))
      },
    })
  })
})

describe('without script', () => {
  const able = states.filter(({ needsScript }) => !needsScript)

  it.concurrent.each(able)(
    'says the same, is well formed, and nothing in it needs script: $name',
    { timeout: 90_000 },
    async (state) => {
      await visitState({
        state,
        context: { javaScriptEnabled: false, viewport: { width: 320, height: 800 } },
        async look(page, source) {
          expect(await page.locator('body').innerText()).toMatch(state.shows)
          none(findUnbalanced(source))
          none(await findDeadButtons(page))
          expect(await overflows(page)).toBe(false)
        },
      })
    },
  )
})

/** Buttons that one sees and that send no form: without script they do nothing. */
function findDeadButtons(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('button')].filter((button) =>
    button.checkVisibility({ visibilityProperty: true }) && !(button.type === 'submit' && button.form?.getAttribute('action'))
  ).map((button) => button.outerHTML)`)
}

describe('the table of states', () => {
  it('has a state of every page there is', () => {
    const isSeen = (path: string) => [...seen].some((one) => patternOf(path).test(one))
    expect(pagePaths.filter((path) => !isSeen(path))).toEqual([])
  })
})

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(':id', '[^/]+')}$`)
}
