/** What the files of the app share: what they are made from, and what is known of the request being answered. */
import type { Environment, Grant, Grantkeeper } from '../index.ts'
import type { Inspector } from './flow/inspector.ts'
import type { Moments } from './frame/moments.ts'
import type { OperatorDesk } from './operator/desk.ts'
import type { Operators } from './operator/operators.ts'
import type { RateLimit } from './server/rate-limit.ts'
import type { SpacesList } from './spaces/spaces-list.ts'
import type { Teams } from './spaces/team-names.ts'
import type { Language } from './words/language.ts'

/** How the app calls itself, and what it is connected to. */
export interface Appearance {
  name: string
  /** Whether the Webex behind it is the local emulator; shown on every page. */
  emulated: boolean
  emulatorUrl: string | undefined
}

/** One setting as an operator may see it. */
export interface ShownSetting {
  name: string
  /** Undefined when it is not set, or is a secret. */
  value?: string | undefined
  secret: boolean
  /** Where it was set; undefined when it is not. */
  origin?: string | undefined
}

/** Something an operator did, for the audit log. */
export interface OperatorAct {
  /** `operator.disconnect`, for example. */
  what: string
  who?: string
  grantId?: string
  code?: string
}

export interface AppContext {
  keeper: Grantkeeper
  environment: Pick<Environment, 'now' | 'randomBytes' | 'sleep'>
  appearance: Appearance
  language: Language
  moments: Moments
  spaces: SpacesList
  teams: Teams
  operators: Operators
  /** What the operator's pages keep between requests. */
  desk: OperatorDesk
  /** Sees both sides of every flow; undefined where nobody asked for it. */
  inspector: Inspector | undefined
  /** What was set and where; undefined where nobody said. */
  settings: (() => readonly ShownSetting[]) | undefined
  /** Notes what an operator did. */
  note: (act: OperatorAct) => void
  /** Headers of every page; see headers.ts. */
  headers: Readonly<Record<string, string>>
  /** How often one address may start or finish a sign-in. */
  signIns: RateLimit
  onError: (error: unknown, requestId: string) => void
  /** Aborts when the server is about to end: whatever streams on stops then. */
  ending: AbortSignal
}

/** One request on its way through the app. */
export interface Visit {
  app: AppContext
  request: Request
  url: URL
  /** Address at the other end of the connection, as the socket knows it. */
  peer: string | undefined
  /** The `:id` of the route's path; empty where it has none. */
  id: string
}

export type Page = (visit: Visit) => Response | Promise<Response>

/** A path of the app, exactly as sent, with at most one `:id`, and what answers there. Every POST must come from our own pages. */
export interface Route {
  path: string
  get?: Page
  post?: Page
}

/** The visit a request belongs to, so that errors which the keeper renders look like the rest of the app. */
export const visits = new WeakMap<Request, Visit>()

/** Whose request it is, once a page has asked: what goes wrong after that still shows the way around. */
export const grantsKnown = new WeakMap<Request, Grant>()

/** A page does not make a person wait as long as a job may: it says how long Webex asks for, and shows what is known. */
export const PAGE_PATIENCE = { deadlineMs: 10_000, maxWaitMs: 2_000, maxRetries: 1 }
