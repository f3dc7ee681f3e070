import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../../../test/browser/browser.ts'
import { createTrip } from '../../../test/trips/trip.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser?.close())

/** Ada's browser, whose requests the app answers without a socket between them. */
async function openAs(path: string, { before }: { before?: (page: Page) => Promise<unknown> } = {}) {
  const trip = createTrip()
  const ada = trip.newVisitor()
  await ada.grantAs('ada')
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } })
  await page.route('**', async (route) => {
    const asked = route.request()
    const headers = { ...(await asked.allHeaders()), cookie: ada.cookieHeader() }
    const answer = await trip.app.fetch(new Request(asked.url(), { method: asked.method(), headers }))
    const body = Buffer.from(await answer.arrayBuffer())
    await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body })
  })
  await before?.(page)
  const open = () => page.goto(`http://localhost:10060${path}`)
  return { page, trip, open }
}

const chosenRow = (page: Page) =>
  page.evaluate("[...document.querySelectorAll('tbody tr')].findIndex((row) => 'selected' in row.dataset)")
const focused = (page: Page) =>
  page.evaluate('document.activeElement.getAttribute("href") ?? document.activeElement.type')

describe('single keys', () => {
  it('move through the rows, open one, and find the search', async () => {
    const { page, open } = await openAs('/spaces')
    await open()
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key)
    expect(await chosenRow(page)).toBe(1)
    const space = await focused(page)
    expect(space).toMatch(/^\/spaces\//)
    await page.keyboard.press('/')
    expect(await focused(page)).toBe('search')
    await page.keyboard.type('jo?')
    expect(await page.locator('input[type=search]').inputValue()).toBe('jo?')
    await page.locator('h1').click()
    await page.keyboard.press('o')
    await page.waitForURL(`**${space}`)
    await page.close()
  })

  it('are shown by ?, and do nothing once they are turned off', async () => {
    const { page, open } = await openAs('/spaces')
    await open()
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('checkbox').uncheck()
    await dialog.getByRole('button').click()
    await page.keyboard.press('j')
    expect(await chosenRow(page)).toBe(-1)
    await open()
    await page.keyboard.press('j')
    expect(await chosenRow(page)).toBe(-1)
    await page.goto('http://localhost:10060/help')
    expect(await page.getByRole('checkbox').isChecked()).toBe(false)
    await page.close()
  })

  it('leave the keys of the browser alone', async () => {
    const { page, open } = await openAs('/spaces')
    await open()
    for (const key of ['Control+j', 'Alt+j', 'Meta+j']) await page.keyboard.press(key)
    expect(await chosenRow(page)).toBe(-1)
    await page.close()
  })
})

describe('a copy button', () => {
  const stub = (works: boolean) => (page: Page) =>
    page.addInitScript(
      `navigator.clipboard.writeText = async (text) => { if (!${works}) throw new Error(); globalThis.copied = text }`,
    )

  it('copies the note and says so', async () => {
    const { page, open } = await openAs('/waiting', { before: stub(true) })
    await open()
    await page.getByRole('button', { name: 'Copy' }).click()
    expect(await page.evaluate('copied')).toBe(await page.locator('#note').inputValue())
    expect(await page.locator('#said').textContent()).toBe('Copied')
    await page.close()
  })

  it('marks the note where it may not copy', async () => {
    const { page, open } = await openAs('/waiting', { before: stub(false) })
    await open()
    await page.getByRole('button', { name: 'Copy' }).click()
    const note = await page.locator('#note').inputValue()
    await expect.poll(() => page.evaluate("document.querySelector('#note').selectionEnd")).toBe(note.length)
    await page.close()
  })
})

describe('a form that changes something', () => {
  it('is sent once, however often it is pressed, and again when nothing came of it', async () => {
    const { page, open } = await openAs('/disconnect', { before: (page) => page.clock.install() })
    await open()
    await page.evaluate(`
      globalThis.kept = []
      addEventListener('submit', (event) => { kept.push(event.defaultPrevented); event.preventDefault() })`)
    const press = () => page.evaluate("document.querySelector('main form').requestSubmit()")
    await press()
    await press()
    await page.clock.runFor(15_000)
    await press()
    expect(await page.evaluate('kept')).toEqual([false, true, false])
    await page.close()
  })
})

describe('a wait', () => {
  it('counts down, and offers the next step when it is over', async () => {
    const { page, trip, open } = await openAs('/spaces', { before: (page) => page.clock.install() })
    trip.emulator.faults.add({ on: 'GET /v1/rooms', status: 429, headers: { 'retry-after': '75' } })
    await open()
    const [left, again] = [page.locator('[data-seconds]'), page.locator('#again')]
    expect([await left.textContent(), await again.isVisible()]).toEqual([expect.stringMatching(/^1:1[345]$/), false])
    await page.clock.runFor(65_000)
    expect([await left.textContent(), await again.isVisible()]).toEqual([expect.stringMatching(/^(10|\d) s$/), false])
    await page.clock.runFor(10_000)
    expect([await left.textContent(), await again.isVisible()]).toEqual(['0 s', true])
    expect(await page.locator('#said').textContent()).toBe('Try again')
    await page.close()
  })
})
