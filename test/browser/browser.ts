import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core'

/**
 * Not the package's own list of arguments: that turns off site isolation and web security, which is what we test. Without the
 * sandbox, because tests may run as root; without the services that call home.
 */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]

/** A real Chromium from an npm package; nothing is downloaded. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true })
}

export interface WatchedPage {
  page: Page
  /**
   * What went wrong on the way: console errors (broken content security policy among them), exceptions, dialogs, requests
   * to elsewhere.
   */
  complaints: string[]
  close(): Promise<void>
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`)
  })
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('request', (request) => {
    const { hostname } = new URL(request.url())
    if (hostname !== 'localhost' && hostname !== '127.0.0.1') complaints.push(`request to ${request.url()}`)
  })
  return { page, complaints, close: () => context.close() }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const RULES = {
  all: { runOnly: { type: 'tag', values: TAGS } },
  'of colours': { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
  'but contrast': { runOnly: { type: 'tag', values: TAGS }, rules: { 'color-contrast': { enabled: false } } },
}

/** Accessibility violations of the page as it stands, each with its rule and the first place. */
export async function findViolations(page: Page, rules: keyof typeof RULES = 'all'): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe)
  return page.evaluate(async (options) => {
    // biome-ignore lint/suspicious/noExplicitAny: the script just evaluated put it there
    const { violations } = await (globalThis as any).axe.run({ ...options, resultTypes: ['violations'] })
    // biome-ignore lint/suspicious/noExplicitAny: the shape is axe's own
    return violations.map((v: any) => `${v.id}: ${v.nodes[0]?.html} ${v.nodes[0]?.failureSummary}`)
  }, RULES[rules])
}

/** Whether the page can be scrolled sideways. */
export function overflows(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
}
