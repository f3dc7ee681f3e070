import type { Page } from 'playwright-core'
import { findViolations, overflows } from './browser.ts'

export interface Look {
  colorScheme: 'light' | 'dark'
  forcedColors: 'none' | 'active'
  width: number
}

const colours = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'active' },
] as const

export const WIDTHS = [320, 1280]

/** Light, dark and forced colours, each on the narrowest screen and on a wide one. */
export const looks: readonly Look[] = WIDTHS.flatMap((width) => colours.map((colour) => ({ ...colour, width })))

/** What is wrong with the page as it stands, in each look; parts that open are open. */
export async function inspectLooks(page: Page, wanted: readonly Look[] = looks): Promise<string[]> {
  await openDetails(page)
  const found: string[] = []
  for (const look of wanted) {
    await wear(page, look)
    const where = `${look.forcedColors === 'active' ? 'forced' : look.colorScheme} ${look.width}`
    for (const problem of await findProblems(page, look)) found.push(`${where}: ${problem}`)
  }
  return found
}

async function wear(page: Page, { width, ...media }: Look): Promise<void> {
  await page.setViewportSize({ width, height: 800 })
  await page.emulateMedia({ ...media, reducedMotion: 'reduce' })
}

/**
 * With forced colours all text has the colours that the person chose. axe does not see it: it reads the fill colour of text,
 * which browsers tell as the page wrote it.
 */
async function findProblems(page: Page, { forcedColors }: Look): Promise<string[]> {
  const problems = await findViolations(page, forcedColors === 'active' ? ['color-contrast'] : [])
  if (await overflows(page)) problems.push(`scrolls sideways: ${await findWide(page)}`)
  return problems
}

function openDetails(page: Page): Promise<void> {
  return page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })')
}

/** Which element is to blame, so that the message tells what to change. */
function findWide(page: Page): Promise<string> {
  return page.evaluate(`[...document.body.querySelectorAll('*')].filter((one) => {
    const { left, right } = one.getBoundingClientRect()
    return right > document.documentElement.clientWidth + 1 || left < -1
  }).slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' | ')`)
}
