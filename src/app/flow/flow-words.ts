/** What several pages say of a flow. */
import { html } from 'hono/html'
import { catalogue, type ErrorCode } from '../../index.ts'
import type { AppContext } from '../context.ts'
import { badge, clip, type Mood } from '../frame/parts.ts'
import { codeLink } from '../operator/grant-words.ts'
import type { Html } from '../words/html.ts'
import type { Check, Flow, Outcome, Party, Step } from './flow.ts'

const MOODS: Record<Outcome, Mood> = { 'under-way': 'off', ok: 'good', failed: 'bad' }

export const MARKS = { passed: '✔', failed: '✘', noted: '!' } as const satisfies Record<Check['verdict'], string>

/** As plain text, for titles and lines of the live view. */
export function titleOf({ language }: AppContext, { kind, connection }: Flow): string {
  const { flow: words } = language.words
  return words.flowTitle(words.kinds[kind], connection?.person && clip(connection.person, 60))
}

export function outcomeBadge({ language }: AppContext, { outcome }: Flow): Html {
  return badge(MOODS[outcome], language.words.flow.outcomes[outcome])
}

/** What it ended with, where that is a failure. */
export function codeOf({ language }: AppContext, { code }: Flow): Html | undefined {
  if (code === undefined) return undefined
  return isCode(code) ? codeLink(language.words, code) : html`<code>${code}</code>`
}

function isCode(text: string): text is ErrorCode {
  return Object.hasOwn(catalogue, text)
}

/** How often it was slowed down. */
export function troubles({ language }: AppContext, { waits, replays }: Flow): Html {
  const { flow: words } = language.words
  return html`${waits > 0 && badge('warning', words.waits(waits))} ${replays > 0 && badge('warning', words.replays(replays))}`
}

export function partyName({ language, appearance }: AppContext, party: Party): string {
  const { parties, emulatedWebex } = language.words.flow
  return party === 'webex' && appearance.emulated ? emulatedWebex : parties[party]
}

/** `GET /v1/rooms`, without the host. */
export function addressOf({ method, url }: Step): string {
  if (!method || !url) return ''
  return `${method} ${url.replace(/^https?:\/\/[^/]+/, '')}`
}

export function moodOf({ status, failure, checks }: Step): Mood {
  if (failure || checks.some(({ verdict }) => verdict === 'failed')) return 'bad'
  if (status === undefined) return 'off'
  if (status === 429 || status === 401 || status === 423) return 'warning'
  return status >= 400 ? 'bad' : 'good'
}

/** What came of a step, in a number or a word. */
export function resultOf({ language }: AppContext, { status, failure }: Step): string | undefined {
  if (failure) return language.words.flow.failure(failure)
  return status === undefined ? undefined : String(status)
}
