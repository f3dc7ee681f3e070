import { html } from 'hono/html'
import { type Grant, type GrantkeeperError, isGrantkeeperError } from '../../index.ts'
import type { Visit } from '../context.ts'
import { connectForm, countdown, notice } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import { mayUse, type UsefulScope } from './scope-of-grant.ts'
import { secondsOf } from './wait.ts'

/** What a part of a page shows: its own content, what it lacks, or what went wrong with it alone. */
export type Section<T> =
  | { state: 'ready'; value: T }
  | { state: 'missing'; scope: UsefulScope }
  | { state: 'failed'; error: GrantkeeperError }

/** A part has so long for all its calls and waits; the page shows the others then. */
export const SECTION_OPTIONS = { timeoutMs: 8_000 }

/** Loads a part of a page. What Webex refuses or delays is a state of that part; the page goes on. */
export async function loadSection<T>(grant: Grant, scope: UsefulScope, load: () => Promise<T>): Promise<Section<T>> {
  return mayUse(grant, scope) ? tryToLoad(load) : { state: 'missing', scope }
}

/** The same for what needs no permission of its own. */
export async function tryToLoad<T>(load: () => Promise<T>): Promise<Section<T>> {
  try {
    return { state: 'ready', value: await load() }
  } catch (error) {
    if (!isGrantkeeperError(error)) throw error
    return { state: 'failed', error }
  }
}

/** Which part of a page it is, and the address that tries it once more. */
export interface SectionPlace {
  part: 'members' | 'messages' | 'meeting'
  again: string
}

/** What went wrong with a part of a page, and the next step, which a wait holds back. */
export function sectionProblem({ app }: Visit, error: GrantkeeperError, { part, again }: SectionPlace): Html {
  const { words } = app.language
  const { section } = words.spaces
  const { title, fix } = words.errors(error.code)
  const isWait = error.code === 'WX-API-RATE-LIMITED' && error.retryAfterMs !== undefined
  const what = isWait
    ? section.wait(countdown(words, secondsOf(error.retryAfterMs ?? 0), `again-${part}`))
    : `${title}. ${fix}`
  const step =
    error.action === 'reconnect'
      ? connectForm(again, words.frame.reconnect)
      : html`<p id="again-${part}"><a class="button small" href="${again}">${section.again}</a></p>`
  return notice(
    words,
    'warning',
    html`${what} <code>${error.code}</code>${error.trackingId && html`<br><span class="quiet">${section.tracking(error.trackingId)}</span>`}
${step}`,
  )
}
