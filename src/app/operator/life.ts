import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import type { AppContext } from '../context.ts'
import { bar, type Mood } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** What Webex gives a refresh token, unless it says something else. @see WEBEX.md §3 */
const REFRESH_LIFE_MS = 90 * DAY_MS

/** A span of time in the largest unit of which it holds at least one, without what is left over. */
export function describeSpan({ operator }: Words, ms: number): string {
  if (ms >= DAY_MS) return operator.spans.days(Math.floor(ms / DAY_MS))
  if (ms >= HOUR_MS) return operator.spans.hours(Math.floor(ms / HOUR_MS))
  if (ms >= MINUTE_MS) return operator.spans.minutes(Math.floor(ms / MINUTE_MS))
  return operator.spans.seconds(Math.max(0, Math.floor(ms / 1000)))
}

/** A little is lost between Webex's clock and ours: a life of 14 days less a second is one of 14 days. */
function describeLife(words: Words, ms: number): string {
  return describeSpan(words, Math.ceil(ms / MINUTE_MS) * MINUTE_MS)
}

/** What is left of a grant's access and refresh token, each as a picture and in words. */
export function lifeBars(app: AppContext, grant: Grant): Html {
  const { life } = app.language.words.operator
  const isOver = grant.status === 'reconnect'
  return html`<div class="life">${lifeBar(app, { name: life.access, endsAt: grant.accessExpiresAt, lifeMs: grant.accessExpiresAt - grant.lastOkAt, isOver })}
${lifeBar(app, { name: life.refresh, endsAt: grant.refreshExpiresAt, lifeMs: refreshLifeOf(grant), isOver })}</div>`
}

/**
 * A renewal may prolong the refresh token or not; only in the second case has it lived since the person signed in, and then
 * not longer than Webex gives one.
 */
function refreshLifeOf({ refreshExpiresAt = 0, connectedAt, lastOkAt }: Grant): number {
  return Math.max(refreshExpiresAt - lastOkAt, Math.min(refreshExpiresAt - connectedAt, REFRESH_LIFE_MS))
}

interface Life {
  name: string
  /** Undefined when Webex named no end. */
  endsAt: number | undefined
  lifeMs: number
  /** Whether Webex has ended it before its time. */
  isOver: boolean
}

function lifeBar({ language, environment }: AppContext, { name, endsAt, lifeMs, isOver }: Life): Html {
  const { words } = language
  const { life } = words.operator
  if (endsAt === undefined) return html`<p>${life.endless(name)}</p>`
  const leftMs = isOver ? 0 : Math.max(0, endsAt - environment.now())
  const left = lifeMs > 0 ? leftMs / lifeMs : 0
  const text =
    leftMs === 0 ? life.ended(name) : life.left(name, describeSpan(words, leftMs), describeLife(words, lifeMs))
  return html`<div>${bar(left, text, moodOf(left))}<span aria-hidden="true">${text}</span></div>`
}

function moodOf(left: number): Mood {
  if (left > 0.2) return 'good'
  return left > 0.08 ? 'warning' : 'bad'
}
