import { gzipSync } from 'node:zlib'
import type { Browser, Response } from 'playwright-core'
import type { AppWorld } from './app-world.ts'
import { openPage } from './browser.ts'
import { createScene, openState, type State } from './states/state.ts'

/** What a browser that has nothing yet loads for a page. */
export interface PageWeight {
  name: string
  /** HTML, style, script and icon, in bytes as they come over the wire: pages as they are, style and script compressed. */
  bytes: number
  /** The same where a proxy in front compresses the page too. */
  gzipped: number
  /** Of both the script. */
  script: number
  requests: number
  /** Requests to anywhere else. */
  foreign: number
}

/** A stream has no end to be weighed at, and what it tells may load the page anew while that is being weighed. */
const NO_STREAMS = 'globalThis.EventSource = class extends EventTarget { close() {} }'

/** Opens the page of a state in a new browser and weighs all that it loads. */
export async function weighState(browser: Browser, world: AppWorld, state: State): Promise<PageWeight> {
  const { page, close } = await openPage(browser)
  const scene = createScene(world, page.context(), page)
  const path = (await state.reach?.(scene)) ?? state.path ?? '/'
  await page.addInitScript(NO_STREAMS)
  // Reaching the state may have loaded style and script already.
  const session = await page.context().newCDPSession(page)
  await session.send('Network.clearBrowserCache')
  const weighing: ReturnType<typeof weighResponse>[] = []
  page.on('response', (response) => void weighing.push(weighResponse(response)))
  await openState({ ...state, reach: async () => path }, scene)
  await page.waitForLoadState('load')
  const loaded = await Promise.all(weighing)
  await close()
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
  return {
    name: state.name,
    bytes: sum(loaded.map(({ bytes }) => bytes)),
    gzipped: sum(loaded.map(({ gzipped }) => gzipped)),
    script: sum(loaded.filter(({ kind }) => kind === 'script').map(({ bytes }) => bytes)),
    requests: loaded.length,
    foreign: loaded.filter(({ origin }) => origin !== world.origin).length,
  }
}

async function weighResponse(response: Response) {
  const body = await response.body()
  const { responseBodySize } = await response.request().sizes()
  const kind = response.request().resourceType()
  const { origin } = new URL(response.url())
  return { kind, origin, bytes: responseBodySize, gzipped: Math.min(responseBodySize, gzipSync(body).length) }
}
