/** What the files of the app share: what they are made from, and what is known of the request being answered. */
import type { Environment, Grantkeeper } from '../index.ts'
import type { SpacesList } from './spaces-list.ts'

/** How the app calls itself, and what it is connected to. */
export interface Appearance {
  name: string
  /** Whether the Webex behind it is the local emulator; shown on every page. */
  emulated: boolean
  emulatorUrl: string | undefined
}

export interface AppContext {
  keeper: Grantkeeper
  environment: Pick<Environment, 'now' | 'randomBytes'>
  appearance: Appearance
  spaces: SpacesList
  /** Headers of every page; see headers.ts. */
  headers: Readonly<Record<string, string>>
  onError: (error: unknown, requestId: string) => void
}

/** One request on its way through the app. */
export interface Visit {
  app: AppContext
  request: Request
  url: URL
}

export type Page = (visit: Visit) => Response | Promise<Response>

/** The visit a request belongs to, so that errors which the keeper renders look like the rest of the app. */
export const visits = new WeakMap<Request, Visit>()

/** A page does not make a person wait as long as a job may: it says how long Webex asks for, and shows what is known. */
export const PAGE_PATIENCE = { deadlineMs: 10_000, maxWaitMs: 2_000, maxRetries: 1 }
