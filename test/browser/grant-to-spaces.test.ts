import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningCommand, startCommand } from '../processes/demo.ts'
import { launchBrowser, openPage } from './browser.ts'
import { inspectLooks } from './looks.ts'

let browser: Browser
let demo: RunningCommand
let app: string
let emulator: string

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([
    launchBrowser(),
    startCommand(['demo', '-p', '0', '--emulator-port', '0', '--json']),
  ])
  app = String(demo.ready.app)
  emulator = String(demo.ready.emulator)
})

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

async function grantAs(page: Page, name: RegExp): Promise<void> {
  await page.goto(app)
  await page.getByRole('button', { name: /grant/i }).click()
  expect(new URL(page.url()).origin).toBe(emulator)
  await page.getByRole('button', { name }).click()
  await page.getByRole('button', { name: 'Accept' }).click()
}

describe('app and emulator', () => {
  it('live on the two loopback host names, so that cookies never mix', () => {
    expect([new URL(app).hostname, new URL(emulator).hostname]).toEqual(['localhost', '127.0.0.1'])
  })
})

describe.each([{ javaScriptEnabled: true }, { javaScriptEnabled: false }])(
  'with $javaScriptEnabled script',
  (options) => {
    it('walks GRANT → Spaces → disconnect through a real consent form', async () => {
      const { page, complaints, close } = await openPage(browser, options)
      await grantAs(page, /Ada/)
      expect(page.url()).toBe(`${app}/granted`)
      expect(await page.getByRole('main').textContent()).toContain('Ada')

      await page
        .getByRole('main')
        .getByRole('link', { name: /spaces/i })
        .click()
      await page.getByText('312').first().waitFor()
      await page.getByRole('searchbox').fill('launch')
      await page.getByRole('button', { name: /apply|search/i }).click()
      expect(page.url()).toContain('q=launch')
      await page.goto(`${app}/spaces`)
      await page.getByRole('table').getByRole('link').first().click()
      expect(page.url()).toMatch(/\/spaces\/.+/)

      await page.goto(`${app}/disconnect`)
      await page.getByRole('button', { name: /disconnect/i }).click()
      expect(page.url()).toBe(`${app}/disconnected?revoked=yes`)
      await close()
      expect(complaints).toEqual([])
    })

    it('says what to do after Deny, and lets her try again', async () => {
      const { page, close } = await openPage(browser, options)
      await page.goto(app)
      await page.getByRole('button', { name: /grant/i }).click()
      await page.getByRole('button', { name: /Ada/ }).click()
      await page.getByRole('button', { name: 'Deny' }).click()
      await page.getByText('WX-ACCESS-DENIED').first().waitFor()
      await page.getByRole('button', { name: /again/i }).click()
      expect(new URL(page.url()).origin).toBe(emulator)
      await close()
    })
  },
)

describe('the addresses a browser keeps', () => {
  it('hold neither code nor state after the callback', async () => {
    const { page, close } = await openPage(browser)
    const leaks: string[] = []
    page.on('request', (request) => {
      const { referer = '' } = request.headers()
      const toElsewhere = referer !== '' && new URL(referer).origin !== new URL(request.url()).origin
      if (toElsewhere && /code=|state=/.test(referer)) leaks.push(referer)
    })
    await grantAs(page, /Ada/)
    await page
      .getByRole('main')
      .getByRole('link', { name: /spaces/i })
      .click()
    await page.goBack()
    expect(page.url()).toBe(`${app}/granted`)
    expect(leaks).toEqual([])
    expect(await page.evaluate('history.length')).toBeGreaterThan(1)
    await close()
  })

  it('lead to the host name of the redirect URI before a sign-in starts', async () => {
    const { page, close } = await openPage(browser)
    await page.goto(app.replace('localhost', '127.0.0.1'))
    expect(new URL(page.url()).origin).toBe(app)
    await close()
  })
})

/** The app's own pages are in the table of states, the emulator's others in a test of their own. */
describe('the pages of a sign-in at the emulator', () => {
  it('are accessible and fit, in every look', { timeout: 60_000 }, async () => {
    const { page, close } = await openPage(browser)
    const found: string[] = []
    const inspect = async () => {
      for (const problem of await inspectLooks(page)) found.push(`${page.url()} ${problem}`)
    }
    await page.goto(app)
    await page.getByRole('button', { name: /grant/i }).click()
    await inspect()
    await page.getByRole('button', { name: /Ada/ }).click()
    await page.getByRole('button', { name: 'Accept' }).waitFor()
    await inspect()
    await page.goto(`${emulator}/v1/authorize?client_id=none`)
    await inspect()
    expect(found).toEqual([])
    await close()
  })
})
