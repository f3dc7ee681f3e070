import type { BrowserContext, Page } from 'playwright-core'
import type { Visitor } from '../../visitor.ts'
import { type AppWorld, type AppWorldOptions, giveCookies } from '../app-world.ts'

/** What a state is reached with: the world behind the page, and the browser before it. */
export interface Scene {
  world: AppWorld
  context: BrowserContext
  page: Page
  /** Signs this browser in. */
  signIn(user?: string, choice?: { scopes?: string[] }): Promise<Visitor>
  /** Lets this browser go on where a visitor without a screen has stopped. */
  goOnAs(visitor: Visitor): Promise<void>
}

/** One way a page can be found. */
export interface State {
  /** As in "is fine: …". */
  name: string
  /** What the world is made with. */
  world?: AppWorldOptions
  /** Brings everything about; gives the path to open, where it is not `path`. */
  reach?(scene: Scene): Promise<string | undefined>
  path?: string
  /** Default 200. */
  status?: number
  /** English that is on this page in this state only. */
  shows: RegExp
  /** What needs script to be so. */
  needsScript?: true
}

export function createScene(world: AppWorld, context: BrowserContext, page: Page): Scene {
  return {
    world,
    context,
    page,
    signIn: (user, choice) => world.signIn(context, user, choice),
    goOnAs: (visitor) => giveCookies(context, world.origin, visitor),
  }
}

/** Brings the state about and opens its page; gives what the server sent. */
export async function openState(state: State, scene: Scene): Promise<string> {
  const path = (await state.reach?.(scene)) ?? state.path ?? '/'
  const answer = await scene.page.goto(scene.world.origin + path)
  const status = answer?.status()
  if (status !== (state.status ?? 200)) throw new Error(`${path} answers ${status}: ${await scene.page.content()}`)
  return (await answer?.text()) ?? ''
}

/** Signed in, and nothing else: the state of most pages. */
export const signedIn = async ({ signIn }: Scene): Promise<undefined> => {
  await signIn()
}

export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 86_400_000
