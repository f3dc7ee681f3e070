// Takes the pictures of README and tutorial from the real thing: `npm run docs:screenshots`.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { createAppWorld } from '../test/browser/app-world.ts'
import { launchBrowser, openPage } from '../test/browser/browser.ts'
import { createScene, openState } from '../test/browser/states/state.ts'
import { states } from '../test/browser/states.ts'
import { startCommand } from '../test/processes/demo.ts'
import { takeReadmePicture } from './readme-picture.ts'

const folder = join(import.meta.dirname, '../docs/screenshots')
const fileOf = (name: string) => join(folder, `${name}.png`)
const size = { width: 880, height: 640 }

/** Walks from the portal's form to the end of the connection, and takes each page on the way. */
async function walk(page: Page, app: string, emulator: string): Promise<void> {
  const take = async (name: string, heading: string) => {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await page.screenshot({ path: fileOf(name) })
  }
  await page.goto(`${emulator}/apps/new`)
  await page.getByLabel('Integration name').fill('My spaces')
  await page.getByLabel('App Hub description').fill('Lists the spaces you are in.')
  await page.getByLabel('Redirect URI(s)').fill('http://localhost:10060/oauth')
  for (const scope of ['spark:rooms_read', 'spark:people_read']) await page.locator(`input[value="${scope}"]`).check()
  await page.getByRole('button', { name: 'Add integration' }).click()
  await take('integration', 'My spaces')
  await page.goto(app)
  await take('connect', 'Connect your account')
  await page.getByRole('button', { name: 'GRANT ACCESS' }).click()
  await take('sign-in', 'Choose who signs in')
  await page.getByRole('button', { name: /Ada/ }).click()
  await take('consent', 'Demo Spaces')
  await page.getByRole('button', { name: 'Accept' }).click()
  await take('granted', 'Your connection')
  await page.getByRole('link', { name: 'SHOW SPACES' }).click()
  await take('spaces', 'Spaces')
  await page.goto(`${app}/oauth?code=x&state=set_state_here`)
  await take('error', 'The answer does not say')
}

/** Lets a webhook be delivered to nobody. */
async function makeWebhook(emulator: string): Promise<void> {
  const post = async (path: string, body: object, headers: object) => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }
    return (await fetch(emulator + path, init)).json() as Promise<Record<string, string>>
  }
  const control = { 'x-emulator-control': '1' }
  const { token } = await post('/_emulator/tokens/issue', { user: 'ada', kind: 'personal' }, control)
  const targetUrl = 'http://127.0.0.1:9/webhooks'
  const hook = { name: 'New messages', targetUrl, resource: 'messages', event: 'created', secret: 'of the picture' }
  await post('/v1/webhooks', hook, { authorization: `Bearer ${token}` })
  const { id } = await post('/_emulator/spaces/add', { user: 'ada', title: 'Launch plan', members: ['grace'] }, control)
  await post('/_emulator/spaces/post', { id, user: 'grace', text: 'Hello' }, control)
}

const emulatorPages = [
  'overview',
  'apps',
  'users',
  'spaces',
  'tokens',
  'webhooks',
  'faults',
  'clock',
  'traffic',
  'settings',
]

/** The pages of whoever runs the emulator, after somebody has signed in and something was broken. */
async function takeEmulator(page: Page, emulator: string): Promise<void> {
  const prepare = async (path: string, name: string) => {
    await page.goto(emulator + path)
    await page.getByRole('button', { name }).first().click()
  }
  await prepare('/faults?preset=too-many', 'Add this fault')
  await prepare('/faults?preset=refresh-lost', 'Add this fault')
  await page.goto(`${emulator}/clock`)
  await page.getByLabel('Name').fill('after the first sign-in')
  await page.getByRole('button', { name: 'Save the present state' }).click()
  for (const name of emulatorPages) {
    await page.goto(`${emulator}/${name === 'overview' ? '' : name}`)
    if (name === 'traffic') await page.getByText('Live', { exact: true }).waitFor()
    await page.screenshot({ path: fileOf(`emulator-${name}`) })
  }
}

/** Pages that need more to have happened than one sign-in: the name of the picture, and of the state. */
const appStates = [
  { name: 'space', state: 'space, everything allowed', height: 1000 },
  { name: 'overview', state: 'overview, full', height: 1000 },
  { name: 'connections', state: 'connections, many', height: 1000 },
  { name: 'connections-dark', state: 'connections, many', colorScheme: 'dark', height: 1000 },
  { name: 'flow', state: 'flow, one sign-in', height: 1000 },
  { name: 'flow-dark', state: 'flow, one sign-in', colorScheme: 'dark', height: 1000 },
] as const

/** The app's pages for whoever looks after it, and one space. */
async function takeStates(browser: Browser): Promise<void> {
  for (const { name, state: wanted, ...look } of appStates) {
    const state = states.find((one) => one.name === wanted)
    if (!state) throw new Error(`there is no state "${wanted}"`)
    const world = await createAppWorld(state.world)
    const { colorScheme = 'light', height } = { colorScheme: undefined, ...look }
    const { page, close } = await openPage(browser, {
      viewport: { ...size, height },
      deviceScaleFactor: 1,
      colorScheme,
    })
    await openState(state, createScene(world, page.context(), page))
    await page.screenshot({ path: fileOf(name) })
    await close()
    await world.close()
  }
}

mkdirSync(folder, { recursive: true })
const demo = await startCommand(['demo', '--json'])
const browser = await launchBrowser()
try {
  const context = await browser.newContext({ viewport: size, deviceScaleFactor: 1, colorScheme: 'light' })
  const page = await context.newPage()
  await walk(page, String(demo.ready.app), String(demo.ready.emulator))
  await makeWebhook(String(demo.ready.emulator))
  await takeEmulator(page, String(demo.ready.emulator))
  await takeStates(browser)
  await takeReadmePicture(browser)
} finally {
  await browser.close()
  await demo.stop()
}
