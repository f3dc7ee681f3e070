import type { Page } from 'playwright-core'
import { findViolations, overflows } from './browser.ts'

export interface Look {
  colorScheme: 'light' | 'dark'
  forcedColors: 'none' | 'active'
  width: number
  /** Which of axe's rules; every rule costs time, and few of them see colours. */
  rules: 'all' | 'of colours' | 'but contrast' | 'none'
}

const light = { colorScheme: 'light', forcedColors: 'none' } as const
const dark = { colorScheme: 'dark', forcedColors: 'none' } as const
const forced = { colorScheme: 'dark', forcedColors: 'active' } as const

/**
 * Light, dark and forced colours, each on the narrowest screen and on a wide one, and on the narrowest that has tables. With forced colours all text has the colours
 * that the person chose; axe does not see it, because it reads the fill colour of text, which browsers tell as the page wrote it.
 */
export const looks: readonly Look[] = [
  { ...light, width: 320, rules: 'all' },
  { ...dark, width: 320, rules: 'of colours' },
  { ...forced, width: 320, rules: 'but contrast' },
  { ...light, width: 1280, rules: 'all' },
  { ...dark, width: 1280, rules: 'of colours' },
  { ...forced, width: 1280, rules: 'none' },
  { ...light, width: 768, rules: 'none' },
]

/** As most people see a page, on both screens. */
export const narrowAndWide: readonly Look[] = [
  { ...light, width: 320, rules: 'all' },
  { ...light, width: 1280, rules: 'none' },
]

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

async function wear(page: Page, { width, colorScheme, forcedColors }: Look): Promise<void> {
  await page.setViewportSize({ width, height: 800 })
  await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' })
}

async function findProblems(page: Page, { rules, width }: Look): Promise<string[]> {
  const problems = rules === 'none' ? [] : await findViolations(page, rules)
  if (await overflows(page)) problems.push(`scrolls sideways: ${await findWide(page)}`)
  if (width === 768 && (await hidesColumns(page))) problems.push('has a table that must be scrolled sideways')
  return problems
}

function openDetails(page: Page): Promise<void> {
  return page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })')
}

function hidesColumns(page: Page): Promise<boolean> {
  return page.evaluate(`[...document.querySelectorAll('.wide')].some((one) => one.scrollWidth > one.clientWidth + 1)`)
}

/** Which element is to blame, so that the message tells what to change. */
function findWide(page: Page): Promise<string> {
  return page.evaluate(`[...document.body.querySelectorAll('*')].filter((one) => {
    const { left, right } = one.getBoundingClientRect()
    return right > document.documentElement.clientWidth + 1 || left < -1
  }).slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' | ')`)
}
