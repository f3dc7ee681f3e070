import { gzipSync } from 'node:zlib'
import type { Browser, Response } from 'playwright-core'
import type { AppWorld } from './app-world.ts'
import { openPage } from './browser.ts'
import { createScene, openState, type State } from './states/state.ts'

/** What a browser that has nothing yet loads for a page. */
export interface PageWeight {
  name: string
  /** HTML, style, script and icon, in bytes as they are sent: the app compresses nothing. */
  bytes: number
  /** The same as a proxy in front would send it. */
  gzipped: number
  /** Of it the script, gzipped. */
  scriptGzipped: number
  requests: number
  /** Requests to anywhere else. */
  foreign: number
}

/** Opens the page of a state in a new browser and weighs all that it loads. */
export async function weighState(browser: Browser, world: AppWorld, state: State): Promise<PageWeight> {
  const { page, close } = await openPage(browser)
  const scene = createScene(world, page.context(), page)
  const path = (await state.reach?.(scene)) ?? state.path ?? '/'
  const weighing: ReturnType<typeof weighResponse>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'eventsource') weighing.push(weighResponse(response))
  })
  await openState({ ...state, reach: async () => path }, scene)
  await page.waitForLoadState('load')
  const loaded = await Promise.all(weighing)
  await close()
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
  return {
    name: state.name,
    bytes: sum(loaded.map(({ bytes }) => bytes)),
    gzipped: sum(loaded.map(({ gzipped }) => gzipped)),
    scriptGzipped: sum(loaded.filter(({ kind }) => kind === 'script').map(({ gzipped }) => gzipped)),
    requests: loaded.length,
    foreign: loaded.filter(({ origin }) => origin !== world.origin).length,
  }
}

async function weighResponse(response: Response) {
  const body = await response.body()
  const kind = response.request().resourceType()
  return { kind, origin: new URL(response.url()).origin, bytes: body.length, gzipped: gzipSync(body).length }
}
