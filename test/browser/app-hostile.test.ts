import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppWorld, createAppWorld, giveCookies, MORE_SCOPES, SCOPES } from './app-world.ts'
import { launchBrowser, openPage, overflows } from './browser.ts'
import { HOSTILE_MARK, hostileNames } from './hostile-names.ts'

/** R58: what other people call themselves, their spaces and say in them is text, wherever it stands. */

let browser: Browser
let world: AppWorld
let spaceId: string

const keyOf = (index: number) => `hostile${index}`

beforeAll(async () => {
  browser = await launchBrowser()
  world = await createAppWorld({
    inspector: true,
    keeper: { scopes: [...SCOPES, ...MORE_SCOPES] },
    emulator: { seed: { users: hostileNames.map(makeUser) } },
  })
  spaceId = await fillSpaces()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await world?.close()
})

function makeUser(displayName: string, index: number) {
  return { key: keyOf(index), displayName, email: `${keyOf(index)}@example.com` }
}

/** The first of them is in a space of each name; in one of these all of them have said their names. */
async function fillSpaces(): Promise<string> {
  const { emulator } = world
  const members = hostileNames.map((_, index) => keyOf(index))
  for (const title of hostileNames) await emulator.control('spaces add', { user: keyOf(0), title })
  const everybody = { user: keyOf(0), title: hostileNames[0], members }
  const { id } = (await emulator.control('spaces add', everybody)) as { id: string }
  for (const [index, text] of hostileNames.entries())
    await emulator.control('spaces post', { id, user: keyOf(index), text })
  return id
}

/** What became of the texts on this page. */
async function inspect(page: Page): Promise<string[]> {
  const problems: string[] = []
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    if (await overflows(page)) problems.push(`scrolls sideways at ${width}`)
  }
  return [...problems, ...(await findMarkup(page)), ...(await findUnisolated(page))]
}

/** Elements and attributes that only such a text would bring. */
function findMarkup(page: Page): Promise<string[]> {
  const selector = [
    'img:not([src="/favicon.svg"])',
    'script:not([src^="/app.js"])',
    'style',
    'base',
    'meta[http-equiv]',
    '[onerror], [onload], [onfocus], [ontoggle], [autofocus]',
    'main b',
  ].join(', ')
  return page.evaluate(`(() => {
    const leads = ['href', 'src', 'action', 'formaction']
    const isTheirs = ({ protocol, hostname }) => !/^https?:$/.test(protocol) || /evil/.test(hostname)
    const isForeign = (one) => leads.some((name) => one.hasAttribute(name) && isTheirs(new URL(one.getAttribute(name), location)))
    const foreign = [...document.querySelectorAll('[href], [src], [action], [formaction]')].filter(isForeign)
    return [...document.querySelectorAll('${selector}'), ...foreign].map((one) => one.outerHTML.slice(0, 200))
  })()`)
}

/** Texts whose direction could turn what stands beside them. */
function findUnisolated(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const found = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode
      if (${HOSTILE_MARK}.test(data) && !parentElement.closest('bdi, [dir=auto], pre, code, textarea, option')) found.push('not isolated: ' + data)
    }
    return found
  })()`)
}

/** Opens each address as this browser, and gives what is wrong with any. */
async function walk(paths: readonly string[], signIn: (page: Page) => Promise<void>, width = 22): Promise<void> {
  const { page, complaints, close } = await openPage(browser)
  await signIn(page)
  const problems: string[] = []
  for (const path of paths) {
    const answer = await page.goto(world.origin + path)
    if (answer?.status() !== 200) problems.push(`${path} answers ${answer?.status()}`)
    problems.push(...(await inspect(page)).map((problem) => `${path}: ${problem}`))
  }
  await close()
  expect(problems.slice(0, width), problems.join('\n')).toEqual([])
  expect(complaints).toEqual([])
}

const as = (index: number) => async (page: Page) => void (await world.signIn(page.context(), keyOf(index)))
const isText = async (path: string, selector: string, index: number) => {
  const { page, close } = await openPage(browser)
  await as(0)(page)
  await page.goto(world.origin + path)
  const texts = await page.locator(selector).allInnerTexts()
  await close()
  expect(texts.join('\n')).toContain(hostileNames[index])
}

describe('hostile names', { timeout: 120_000 }, () => {
  it('are text in lists of spaces, and in every search', async () => {
    const searches = hostileNames.map((name) => `/spaces?q=${encodeURIComponent(name)}`)
    await walk(['/spaces?size=200', '/spaces?sort=title&page=2&size=25', ...searches], as(0))
    await isText('/spaces?size=200', 'main bdi', 0)
  })

  it('are text as title of a space, as members and in messages', async () => {
    const { items } = (await world.emulator.control('spaces list', { user: keyOf(0) })) as { items: { id: string }[] }
    await walk([`/spaces/${spaceId}`, ...items.map(({ id }) => `/spaces/${id}`)], as(0))
    await isText(`/spaces/${spaceId}`, 'main', 1)
  })

  it('are text on everybody’s own pages', async () => {
    for (const index of hostileNames.keys())
      await walk(['/', '/granted', '/accounts', '/disconnect', '/help'], as(index))
  })

  it('are text where several share a browser', async () => {
    await walk(['/accounts', '/accounts?chosen', '/disconnect'], async (page) => {
      const visitor = world.newVisitor()
      for (const index of [1, 4, 6, 12, 15, 16, 20, 21])
        await visitor.get(await world.emulator.signIn(await visitor.pressGrant(), keyOf(index)))
      await giveCookies(page.context(), world.origin, visitor)
    })
  })

  it('are text to operators, in lists, on each page, and in every search', async () => {
    for (const index of hostileNames.keys()) await world.newVisitor().grantAs(keyOf(index))
    const grants = await world.keeper.grants.list({ limit: 100 })
    const pages = grants.flatMap(({ id }) => [`/connections/${id}`, `/connections/${id}/disconnect`])
    const searches = hostileNames.map((name) => `/connections?q=${encodeURIComponent(name)}`)
    await walk(['/connections', '/overview', ...pages, ...searches], async () => undefined)
  })

  it('are text in the flow inspector', async () => {
    await world.newVisitor().grantAs(keyOf(0), { accept: false })
    const { page, close } = await openPage(browser)
    await page.goto(`${world.origin}/flow`)
    const found = page.locator('[data-live] a[href^="/flow/"]')
    const links = await found.evaluateAll((all) => all.map((one) => String(one.getAttribute('href'))))
    await close()
    const searches = hostileNames.map((name) => `/flow?q=${encodeURIComponent(name)}`)
    await walk(['/flow', ...links.slice(0, 30), ...searches], async () => undefined)
  })
})
