import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type AppWorld, type AppWorldOptions, createAppWorld } from './app-world.ts'
import { launchBrowser, openPage, type WatchedPage } from './browser.ts'
import { tabTo } from './keyboard.ts'

let browser: Browser
const open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  browser = await launchBrowser()
})

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

afterAll(() => browser?.close())

async function setUp(options: AppWorldOptions = {}, context = {}): Promise<{ world: AppWorld } & WatchedPage> {
  const world = await createAppWorld(options)
  const watched = await openPage(browser, context)
  open.push(world, watched)
  return { world, ...watched }
}

/** On the emulator's own pages, as a person does. */
async function consent(page: Page, user: RegExp): Promise<void> {
  await page.getByRole('button', { name: user }).click()
  await page.getByRole('button', { name: 'Accept' }).click()
}

const main = (page: Page) => page.getByRole('main')
const both = [{ javaScriptEnabled: true }, { javaScriptEnabled: false }]

describe('a keyboard alone', () => {
  it('connects, opens a space and disconnects, and one sees where it is', { timeout: 60_000 }, async () => {
    const { world, page, complaints } = await setUp({}, { viewport: { width: 1280, height: 800 } })
    const problems: string[] = []
    const go = async (name: RegExp, key: 'Enter' | 'Space' = 'Enter') => {
      problems.push(...(await tabTo(page, name)))
      await page.keyboard.press(key)
      await page.waitForLoadState('load')
    }
    await page.goto(world.origin)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
    await go(/GRANT ACCESS/, 'Space')
    await page.waitForURL(`${world.emulator.url}/**`)
    await tabTo(page, /Ada/).then(() => page.keyboard.press('Enter'))
    await page.getByRole('button', { name: 'Accept' }).waitFor()
    await tabTo(page, /Accept/).then(() => page.keyboard.press('Enter'))
    await page.waitForURL(`${world.origin}/granted`)
    await go(/SHOW SPACES/)
    await page.waitForURL('**/spaces')
    problems.push(...(await tabTo(page, /Search titles/)))
    await page.keyboard.type('lisbon')
    await page.keyboard.press('Enter')
    await page.waitForURL(/[?&]q=lisbon/)
    await go(/^Lisbon:/)
    await page.waitForURL('**/spaces/*')
    expect(await main(page).getByRole('heading', { level: 1 }).innerText()).toMatch(/^Lisbon:/)
    await go(/^Connection$/)
    await page.waitForURL('**/granted')
    await go(/^Manage connection$/)
    await go(/^Disconnect/)
    await page.waitForURL('**/disconnect')
    await go(/^Disconnect$/, 'Space')
    await page.waitForURL('**/disconnected?revoked=yes')
    await tabTo(page, /Connect again/)
    expect(problems).toEqual([])
    expect(complaints).toEqual([])
  })

  it('reaches everything on a narrow screen too, under nothing', { timeout: 60_000 }, async () => {
    const { world, page } = await setUp({}, { viewport: { width: 320, height: 640 } })
    await world.signIn(page.context())
    for (const [path, last] of [
      ['/granted', /Manage connection/],
      ['/spaces?size=25', /Next/],
      ['/accounts', /Disconnect the chosen/],
    ] as const) {
      await page.goto(world.origin + path)
      expect([path, await tabTo(page, last)]).toEqual([path, []])
    }
  })
})

describe('the flow inspector', () => {
  it('shows a sign-in of another tab as it happens, and goes on after the server was restarted', {
    timeout: 60_000,
  }, async () => {
    const { world, page, complaints } = await setUp({ inspector: true })
    await page.goto(`${world.origin}/flow`)
    await page.locator('[data-flow-stream]').waitFor()
    const other = await openPage(browser)
    open.push(other)
    await other.page.goto(world.origin)
    await other.page.getByRole('button', { name: 'GRANT ACCESS' }).click()
    await page.getByRole('log').getByText('Sign-in').first().waitFor()
    await consent(other.page, /Ada/)
    await page.locator('[data-live]').getByText('finished').first().waitFor()
    await world.stopApp()
    await page.getByText('Reconnecting …').waitFor()
    await world.startApp()
    await page.getByText('Live', { exact: true }).waitFor()
    await other.page.goto(`${world.origin}/spaces`)
    await page.locator('[data-live]').getByText('API calls').first().waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await world.newVisitor().grantAs('grace')
    await page.waitForTimeout(2_000)
    expect(await page.locator('[data-live]').innerText()).not.toContain('Grace')
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.locator('[data-live]').getByText('Grace').first().waitFor()
    expect(
      complaints.filter((complaint) => !/ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED|EMPTY_RESPONSE)/.test(complaint)),
    ).toEqual([])
  })

  it('is read step by step without script', { timeout: 60_000 }, async () => {
    const { world, page, complaints } = await setUp({ inspector: true }, { javaScriptEnabled: false })
    await world.newVisitor().grantAs('ada')
    await page.goto(`${world.origin}/flow`)
    await main(page)
      .getByRole('link', { name: /Sign-in/ })
      .first()
      .click()
    expect(await main(page).innerText()).toContain('The app exchanges the code for tokens')
    const exchange = page.locator('li', { hasText: 'The app exchanges the code for tokens' })
    await exchange.locator('summary').click()
    const request = await exchange.locator('.flow-parts').first().boundingBox()
    const emulator = await exchange.locator('.flow-emulator').boundingBox()
    expect(emulator?.x, 'the other side stands beside, not below').toBeGreaterThan((request?.x ?? 0) + 400)
    await page.goto(`${world.origin}/flow`)
    await page.getByRole('button', { name: 'Clear all' }).click()
    await page.getByText('All flows were cleared.').waitFor()
    expect(complaints).toEqual([])
  })
})

describe.each(both)('with script: $javaScriptEnabled', (context) => {
  it('two accounts live in one browser, and each leaves by itself', { timeout: 60_000 }, async () => {
    const { world, page, complaints } = await setUp({}, context)
    await page.goto(world.origin)
    await page.getByRole('button', { name: 'GRANT ACCESS' }).click()
    await consent(page, /Ada/)
    await page.goto(`${world.origin}/accounts`)
    await page.getByRole('button', { name: 'Connect another account' }).click()
    await consent(page, /Grace/)
    expect(page.url()).toBe(`${world.origin}/accounts?chosen`)
    expect(await page.getByRole('status').first().innerText()).toContain('Grace Hopper')
    await page.goto(`${world.origin}/spaces`)
    expect(await main(page).innerText()).toContain('You have no spaces yet')
    await page.goto(`${world.origin}/accounts`)
    await main(page)
      .getByRole('button', { name: /Use this one/ })
      .click()
    await page.goto(`${world.origin}/spaces`)
    expect(await main(page).innerText()).toContain('312 spaces loaded')
    await page.goto(`${world.origin}/disconnect`)
    await main(page).getByRole('button', { name: 'Disconnect' }).click()
    expect(await main(page).innerText()).toContain('Grace Hopper')
    await page.goto(`${world.origin}/accounts`)
    await page.getByRole('button', { name: 'Sign out' }).click()
    expect(page.url()).toBe(`${world.origin}/signed-out`)
    expect(await world.keeper.grants.list()).toHaveLength(1)
    expect(complaints).toEqual([])
  })

  it('a space offers a scope that is missing, and after Webex it is there', { timeout: 60_000 }, async () => {
    const { world, page, complaints } = await setUp({}, context)
    const { id } = (await world.emulator.control('spaces add', { user: 'ada', title: 'Launch plan' })) as { id: string }
    await world.signIn(page.context())
    await page.goto(`${world.origin}/spaces/${id}`)
    await page.getByRole('button', { name: 'Allow reading messages' }).click()
    await consent(page, /Ada/)
    expect(page.url()).toContain(`/spaces/${id}`)
    expect(await main(page).innerText()).toContain('No messages yet')
    await page.getByRole('button', { name: 'Allow sending messages' }).click()
    await consent(page, /Ada/)
    await page.getByLabel('Message', { exact: true }).fill('Hello from the app')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Sent.').waitFor()
    expect(await main(page).innerText()).toContain('Hello from the app')
    const [grant] = await world.keeper.grants.list()
    expect(grant?.scopesGranted).toEqual(expect.arrayContaining(['spark:messages_read', 'spark:messages_write']))
    expect(complaints).toEqual([])
  })

  it('an operator finds a connection, refreshes it and ends it', { timeout: 60_000 }, async () => {
    const { world, page, complaints } = await setUp({}, context)
    for (const user of ['ada', 'grace']) await world.newVisitor().grantAs(user)
    await page.goto(`${world.origin}/connections`)
    await page.getByRole('searchbox').fill('grace')
    await page.getByRole('button', { name: 'Apply' }).click()
    expect(await main(page).innerText()).toContain('1 of 1')
    await main(page).getByRole('link', { name: 'Grace Hopper', exact: true }).click()
    await page.getByRole('button', { name: 'Refresh now' }).click()
    await page.getByText('Webex has given new tokens.').waitFor()
    await main(page)
      .getByRole('link', { name: /^Disconnect/ })
      .click()
    expect(await main(page).innerText()).toContain('This ends the connection of Grace Hopper')
    await main(page).getByRole('button', { name: 'Disconnect' }).click()
    expect(page.url()).toBe(`${world.origin}/connections?done=disconnected`)
    expect(await main(page).innerText()).not.toContain('Grace Hopper')
    expect(complaints).toEqual([])
  })

  it('an operator ends all connections, seeing how far it is', { timeout: 60_000 }, async () => {
    const seed = { users: [], generate: { users: 12 } }
    const { world, page, complaints } = await setUp({ emulator: { seed } }, context)
    for (const { key } of world.emulator.users()) await world.newVisitor().grantAs(key)
    world.emulator.faults.add({ on: 'POST /idb/oauth2/v1/revoke', delayMs: 300 })
    await page.goto(`${world.origin}/connections`)
    await page.getByRole('link', { name: /Disconnect all/ }).click()
    await page.getByLabel(/To go on, type/).fill('disconnect some')
    await main(page)
      .getByRole('button', { name: /Disconnect all/ })
      .click()
    expect(await main(page).innerText()).toContain('That is not what has to be typed')
    expect(await world.keeper.grants.list()).toHaveLength(12)
    await page.getByLabel(/To go on, type/).fill('Disconnect all')
    await main(page)
      .getByRole('button', { name: /Disconnect all/ })
      .click()
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    if (context.javaScriptEnabled) {
      await page.locator('progress:not([value="0"])').waitFor()
      const [bar, text] = (await page.evaluate(
        '[document.querySelector("progress").value, document.querySelector(".progress .lead").textContent]',
      )) as [number, string]
      expect(text, 'the words keep up with the picture').toBe(`${bar} of 12 disconnected.`)
    }
    await page.getByText('12 of 12 disconnected.').waitFor({ timeout: 40_000 })
    await page.getByText('Done.').waitFor()
    expect(await world.keeper.grants.list()).toEqual([])
    expect(complaints.filter((complaint) => !complaint.includes('422'))).toEqual([])
  })
})
