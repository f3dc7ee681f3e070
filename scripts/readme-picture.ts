// Puts the README's picture together from those that `npm run docs:screenshots` has taken.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'

const folder = join(import.meta.dirname, '../docs/screenshots')

const GAP = 12
/** Of the three steps, 880 by 640 as they were taken. */
const STEP = { width: 289, height: 210 }
/** Of the flow, 880 by 1,000. */
const FLOW = { width: 576, height: 3 * STEP.height + 2 * GAP }

function readPicture(name: string, { width, height }: { width: number; height: number }): string {
  const data = readFileSync(join(folder, `${name}.png`)).toString('base64')
  return `<img src="data:image/png;base64,${data}" style="width:${width}px;height:${height}px;border-radius:8px">`
}

/** Three steps below one another, and beside them what the flow inspector shows of them. */
export async function takeReadmePicture(browser: Browser): Promise<void> {
  const steps = ['connect', 'consent', 'spaces'].map((name) => readPicture(name, STEP)).join('')
  const viewport = { width: STEP.width + FLOW.width + 3 * GAP, height: FLOW.height + 2 * GAP }
  const page = await browser.newPage({ viewport, deviceScaleFactor: 1 })
  const row = `display:flex;gap:${GAP}px`
  await page.setContent(
    `<body style="margin:0;padding:${GAP}px;background:#ccc;${row}"><div style="${row};flex-direction:column">${steps}</div>${readPicture('flow', FLOW)}`,
  )
  await page.screenshot({ path: join(folder, 'grant-to-spaces.png') })
}
