import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmulator, type Emulator, type Listening } from '../../src/emulator/index.ts'
import { findViolations, launchBrowser, openPage, overflows } from './browser.ts'

/** An emulator in which everything has happened once, with names that would break a page that believes them. */
interface Full {
  emulator: Emulator
  listening: Listening
  target: Server
  spaceId: string
  clientId: string
}

const HOSTILE = '<b onclick="alert(1)">‮Ada</b> & "Co" a-very-long-name-without-any-space-in-it-whatsoever'

let browser: Browser
let empty: Listening
let full: Full

beforeAll(async () => {
  browser = await launchBrowser()
  empty = await createEmulator({ seed: { users: [] } }).listen({ port: 0 })
  full = await fill()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await Promise.all([empty?.close(), full?.listening.close()])
  full?.target.close()
})

/** Signs somebody in, breaks something, lets a webhook be delivered, well and badly. */
async function fill(): Promise<Full> {
  const target = createServer((request, response) => {
    request.resume()
    response.writeHead(request.url === '/bad' ? 500 : 200).end()
  }).listen(0, '127.0.0.1')
  const emulator = createEmulator()
  const listening = await emulator.listen({ port: 0 })
  const { url } = listening
  const call = (path: string, body: unknown, token?: string) => callApi(url, path, body, token)
  emulator.addUser({ key: 'eve', displayName: HOSTILE, email: 'eve@example.com', spaces: 120 })
  const app = emulator.register({
    name: HOSTILE,
    redirectUris: ['http://localhost:10060/oauth'],
    scopes: ['spark:all', 'spark:messages_write', 'spark:messages_read', 'spark:rooms_read', 'spark:rooms_write'],
  })
  const token = await signIn(emulator, app, 'eve')
  const space = await call('/_emulator/spaces/add', { user: 'eve', title: HOSTILE, members: ['ada'] })
  const port = (target.address() as AddressInfo).port
  for (const path of ['good', 'bad']) {
    const targetUrl = `http://127.0.0.1:${port}/${path}`
    const hook = { name: HOSTILE, targetUrl, resource: 'messages', event: 'created', secret: 'secret-of-a-webhook' }
    await call('/v1/webhooks', hook, token)
  }
  await call('/_emulator/spaces/post', { id: space.id, user: 'eve', text: HOSTILE })
  await emulator.webhooks.settled()
  await fetch(`${url}/v1/not-there?${'x'.repeat(60)}=1`)
  await call('/_emulator/faults/add', { on: 'GET /v1/rooms', times: 3, status: 429, headers: { 'Retry-After': '18' } })
  await call('/_emulator/limits/set', { perMinute: 300, user: 'ada' })
  await call('/_emulator/snapshots/save', { name: HOSTILE })
  return { emulator, listening, target, spaceId: space.id, clientId: app.clientId }
}

async function callApi(url: string, path: string, body: unknown, token?: string) {
  const headers = new Headers({ 'content-type': 'application/json', 'x-emulator-control': '1' })
  if (token) headers.set('authorization', `Bearer ${token}`)
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await answer.text()
  expect(answer.status, text).toBe(200)
  return JSON.parse(text)
}

async function signIn(emulator: Emulator, app: ReturnType<Emulator['register']>, user: string): Promise<string> {
  const back = new URL(await emulator.signIn(app.authorizationUrl, user))
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: app.clientId,
    client_secret: app.clientSecret,
    code: back.searchParams.get('code') ?? '',
    redirect_uri: app.redirectUris[0] ?? '',
  })
  const answer = await fetch(`${emulator.url}/v1/access_token`, { method: 'POST', body })
  return ((await answer.json()) as { access_token: string }).access_token
}

const PAGES = ['/', '/apps', '/users', '/spaces', '/tokens', '/webhooks', '/faults', '/clock', '/traffic', '/settings']

/** Every page, every state of it. */
function listAddresses(): string[] {
  const { listening, spaceId, clientId } = full
  const more = [
    '/apps/new',
    `/apps/${clientId}`,
    '/users?q=nobody-is-called-so',
    '/users?made-up=yes',
    '/users/user?key=eve',
    '/users/user?key=nobody',
    '/users?done=user-added',
    '/spaces?user=eve',
    '/spaces?user=eve&start=50',
    '/spaces?user=eve&q=zzzz',
    `/spaces/space?id=${spaceId}`,
    '/tokens?user=eve',
    '/faults?preset=too-many',
    '/traffic?status=4xx&method=GET&path=not&user=',
    '/traffic?user=nobody',
  ]
  return [...PAGES.map((path) => empty.url + path), ...[...PAGES, ...more].map((path) => listening.url + path)]
}

const looks = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
] as const

describe('every page of the emulator', () => {
  it('is accessible, fits and stays quiet, whatever the colours and the width', { timeout: 240_000 }, async () => {
    const { page, complaints, close } = await openPage(browser)
    const found: string[] = []
    for (const address of listAddresses()) {
      await page.goto(address)
      found.push(...(await inspect(page)))
    }
    await page.goto(`${full.listening.url}/users`)
    await page.getByRole('button', { name: 'Add user' }).click()
    await page.getByRole('alert').waitFor()
    found.push(...(await inspect(page)))
    await close()
    expect(found).toEqual([])
    expect(complaints.filter((complaint) => !isExpected(complaint))).toEqual([])
  })
})

/** In every look; the page stays the same. */
async function inspect(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const look of looks) {
    await page.emulateMedia(look)
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      const where = `${page.url()} ${look.colorScheme} ${look.forcedColors} ${width}`
      for (const violation of await findViolations(page)) found.push(`${where} ${violation}`)
      if (await overflows(page)) found.push(`${where} scrolls sideways`)
      for (const small of await findSmallTargets(page)) found.push(`${where} ${small} is smaller than 24 px`)
    }
  }
  return found
}

const TARGETS = 'button, input:not([type=hidden]), select, textarea, nav a, .rows a, .chips a'

/** Buttons, fields and links that stand alone; links within a sentence may be as small as the sentence. */
function findSmallTargets(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('${TARGETS}')].filter((one) => {
    const { width, height } = one.getBoundingClientRect()
    return width > 0 && !one.closest('label') && (width < 24 || height < 24)
  }).map((one) => one.outerHTML)`)
}

/** Chromium tells of every page that is answered with an error. */
function isExpected(complaint: string): boolean {
  return /Failed to load resource: .* status of (400|404)/.test(complaint)
}

describe.each([{ javaScriptEnabled: true }, { javaScriptEnabled: false }])(
  'with $javaScriptEnabled script',
  (options) => {
    it('everything can be done by forms', { timeout: 60_000 }, async () => {
      const listening = await createEmulator().listen({ port: 0 })
      const { page, complaints, close } = await openPage(browser, options)
      const press = async (path: string, name: string, notice: RegExp) => {
        if (path) await page.goto(listening.url + path)
        await page.getByRole('button', { name, exact: true }).first().click()
        expect(await page.getByRole('status').first().textContent()).toMatch(notice)
      }
      await page.goto(`${listening.url}/users`)
      await page.getByRole('link', { name: 'Fill in somebody made up' }).click()
      await press('', 'Add user', /was added/)
      await press('/users/user?key=alan', 'Remove this user', /was removed/)
      await press('/faults?preset=slow', 'Add this fault', /fault was added/)
      await press('/faults', 'Remove f1', /fault was removed/)
      await press('/faults', 'Apply admin revokes everyone', /scenario/)
      await press('/clock', '+14 d', /was moved/)
      await press('/clock', 'Let it stand still', /stands still/)
      await page.goto(`${listening.url}/clock`)
      await page.getByLabel('Name').fill('before')
      await press('', 'Save the present state', /saved/)
      await press('/clock', 'Restore before', /as it was/)
      await press('/tokens', 'Issue', /not shown again/)
      await press('/settings', 'Save', /settings were changed/)
      await page.goto(`${listening.url}/spaces`)
      await page.getByLabel('Title', { exact: true }).fill('Made here')
      await press('', 'Make it', /was made/)
      await page.getByLabel('Message').fill('Hello')
      await press('', 'Post', /was posted/)
      expect(await page.getByRole('main').textContent()).toContain('Hello')
      await press('', 'Let its keys fail', /fail from now on/)
      await press('', 'Delete this space', /was deleted/)
      await close()
      await listening.close()
      expect(complaints).toEqual([])
    })
  },
)

describe('a keyboard', () => {
  it('reaches everything, and one sees where it is', { timeout: 60_000 }, async () => {
    const { page, close } = await openPage(browser)
    await page.goto(`${full.listening.url}/clock`)
    await page.keyboard.press('Tab')
    expect((await describeFocus(page)).name).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    const reached: string[] = []
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab')
      const { name, outline } = await describeFocus(page)
      if (name.startsWith('Skip')) break
      expect([name, outline]).not.toEqual([name, 'none'])
      reached.push(name)
      if (name === '+1 h') break
    }
    expect(reached).toContain('+1 h')
    await page.keyboard.press('Enter')
    await page.getByRole('status').waitFor()
    expect(await page.getByRole('status').textContent()).toContain('The clock was moved')
    await close()
  })
})

function describeFocus(page: Page): Promise<{ name: string; outline: string }> {
  return page.evaluate(`({
    name: document.activeElement.textContent.trim() || document.activeElement.id,
    outline: getComputedStyle(document.activeElement).outlineStyle,
  })`)
}

describe('Traffic', () => {
  it('goes on by itself, pauses, and says when the emulator has stopped', { timeout: 60_000 }, async () => {
    const emulator = createEmulator()
    const listening = await emulator.listen({ port: 0 })
    const { page, close } = await openPage(browser)
    await page.goto(`${listening.url}/traffic`)
    await page.getByText('Live', { exact: true }).waitFor()
    await fetch(`${listening.url}/v1/not-there`)
    await page.getByText('/v1/not-there').waitFor()
    await page.getByText('not emulated').first().waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await fetch(`${listening.url}/v1/while-paused`)
    expect(await page.getByText('/v1/while-paused').count()).toBe(0)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('/v1/while-paused').waitFor()
    expect(await page.getByRole('listitem').count()).toBe(2)
    await listening.close()
    await page.getByText('Emulator stopped – run npx grantkeeper emulate').waitFor()
    await close()
  })
})
