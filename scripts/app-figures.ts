// Measures what the app's pages weigh, and how long a newcomer takes from `npm start` to a list of spaces:
// `npm run figures`. With --write it also puts the table into docs/performance.md.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser } from 'playwright-core'
import { createAppWorld } from '../test/browser/app-world.ts'
import { launchBrowser, openPage } from '../test/browser/browser.ts'
import { type PageWeight, weighState } from '../test/browser/page-weight.ts'
import { states } from '../test/browser/states.ts'

const root = join(import.meta.dirname, '..')
const performanceDocs = join(root, 'docs/performance.md')
const HEADING = '## Pages of the app'

const SHOWN = [
  'connect, offered',
  'granted, everything',
  'accounts, several',
  'spaces, many',
  'space, everything allowed',
  'disconnect, asked',
  'error, connection revoked at Webex',
  'overview, full',
  'connections, many',
  'connection, healthy',
  'settings, full',
  'flow, several',
  'flow, one sign-in',
  'help',
]

async function weighPages(browser: Browser): Promise<PageWeight[]> {
  const weights: PageWeight[] = []
  for (const name of SHOWN) {
    const state = states.find((one) => one.name === name)
    if (!state) throw new Error(`there is no state "${name}"`)
    const world = await createAppWorld(state.world)
    weights.push(await weighState(browser, world, state))
    await world.close()
  }
  return weights
}

interface FirstList {
  /** From the command to its word that it is ready; builds what has changed. */
  readyMs: number
  /** From then to the first row of spaces, by a robot that clicks at once. */
  clicksMs: number
}

/** Does what the tutorial says, as fast as the pages let it. */
async function clickToSpaces(browser: Browser): Promise<FirstList> {
  const startedAt = performance.now()
  const demo = spawn('npm', ['start', '--silent', '--', '-p', '0', '--emulator-port', '0', '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  try {
    const app = await readAddress(demo.stdout)
    const readyAt = performance.now()
    const { page, close } = await openPage(browser)
    await page.goto(app)
    await page.getByRole('button', { name: 'GRANT ACCESS' }).click()
    await page.getByRole('button', { name: /Ada/ }).click()
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByRole('link', { name: 'SHOW SPACES' }).click()
    await page.getByRole('table').getByRole('link').first().waitFor()
    const listedAt = performance.now()
    await close()
    return { readyMs: readyAt - startedAt, clicksMs: listedAt - readyAt }
  } finally {
    // npm does not pass a signal on to what it started; the group is ours alone.
    if (demo.pid !== undefined) process.kill(-demo.pid, 'SIGTERM')
  }
}

async function readAddress(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    if (line.startsWith('{')) return String((JSON.parse(line) as { app: string }).app)
  }
  throw new Error('npm start ended before it was ready')
}

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1)
const seconds = (ms: number) => (ms / 1000).toFixed(1)

function describe(weights: readonly PageWeight[], { readyMs, clicksMs }: FirstList): string {
  const row = ({ name, bytes, gzipped, script, requests, foreign }: PageWeight) =>
    `| ${name} | ${kilobytes(bytes)} | ${kilobytes(gzipped)} | ${kilobytes(script)} | ${requests} | ${foreign} |`
  return `${HEADING}

What a browser that has nothing yet loads, in KB over the wire: the page as it is, one style sheet and one script, both compressed, and the
icon. *Behind gzip* is the same where a proxy in front compresses the page too; the app does not, because pages hold other people's text beside
the reader's own. Style and script are kept for good under their version, so a second page costs its HTML alone. The limits are 60 KB a page and
15 KB of script; \`test/browser/app-weight.test.ts\` holds every state of every page to them. Whoever asks for longer lists than the usual ones gets more:
200 spaces are 73 KB, 100 connections 163.

| page | KB | behind gzip | of it script | requests | to elsewhere |
|---|---|---|---|---|---|
${weights.map(row).join('\n')}

From \`npm start\` to the first list of spaces, by a robot that clicks as soon as there is something to click: **${seconds(readyMs + clicksMs)} s**, of which ${seconds(readyMs)} s
until the demo was ready (with what had changed built anew) and ${seconds(clicksMs)} s for four clicks and five pages.
\`npm run figures -- --write\` measures it all again.
`
}

/** Puts the section in place of the one that is there, or at the end. */
function replaceSection(document: string, section: string): string {
  const start = document.indexOf(HEADING)
  if (start === -1) return `${document.trimEnd()}\n\n${section}`
  const next = document.indexOf('\n## ', start)
  return document.slice(0, start) + section + (next === -1 ? '' : document.slice(next))
}

const browser = await launchBrowser()
try {
  const section = describe(await weighPages(browser), await clickToSpaces(browser))
  process.stdout.write(section)
  if (process.argv.includes('--write'))
    writeFileSync(performanceDocs, replaceSection(readFileSync(performanceDocs, 'utf8'), section))
} finally {
  await browser.close()
}
