// Takes the pictures of README and tutorial from the real thing: `npm run docs:screenshots`.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../test/browser/browser.ts'
import { startCommand } from '../test/processes/demo.ts'

const folder = join(import.meta.dirname, '../docs/screenshots')
mkdirSync(folder, { recursive: true })

const demo = await startCommand(['demo', '--json'])
const browser = await launchBrowser()
const context = await browser.newContext({ viewport: { width: 900, height: 640 }, deviceScaleFactor: 1 })
const page = await context.newPage()
const app = String(demo.ready.app)
const emulator = String(demo.ready.emulator)

const take = (name: string, of: Page = page) => of.screenshot({ path: join(folder, `${name}.png`) })

await page.goto(`${emulator}/apps/new`)
await take('new-integration')
await page.goto(app)
await take('connect')
await page.getByRole('button', { name: /grant/i }).click()
await take('sign-in')
await page.getByRole('button', { name: /Ada/ }).click()
await take('consent')
await page.getByRole('button', { name: 'Accept' }).click()
await take('granted')
await page.goto(`${app}/spaces`)
await take('spaces')
await page.getByRole('table').getByRole('link').first().click()
await take('space')
await page.goto(`${app}/disconnect`)
await take('disconnect')
await page.goto(`${app}/oauth?code=x&state=set_state_here`)
await take('error')

/** The README's picture: three steps side by side. */
const image = (name: string) => `data:image/png;base64,${readFileSync(join(folder, `${name}.png`)).toString('base64')}`
const strip = await browser.newPage({ viewport: { width: 1500, height: 372 } })
await strip.setContent(
  `<body style="margin:0;display:flex;gap:12px;background:#8884;padding:12px">${['connect', 'consent', 'spaces']
    .map((name) => `<img src="${image(name)}" style="width:484px;height:344px;border-radius:8px">`)
    .join('')}</body>`,
)
await take('grant-to-spaces', strip)

await browser.close()
await demo.stop()
