import { html } from 'hono/html'
import type { ErrorCode, Grant } from '../../index.ts'
import type { AppContext } from '../context.ts'
import { badge, clip, type Mood } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'
import { describeSpan } from './life.ts'

const MOODS = {
  healthy: 'good',
  expiring: 'warning',
  failing: 'warning',
  reconnect: 'bad',
  misconfigured: 'bad',
} as const satisfies Record<Grant['health'], Mood>

/** How a grant stands: a mark and a word. */
export function healthBadge({ operator }: Words, { health }: Pick<Grant, 'health'>): Html {
  return badge(MOODS[health], operator.health[health])
}

/** The name of a grant's person, alone. */
export function shortName({ frame }: Words, { person }: Pick<Grant, 'person'>): Html {
  return person ? html`<bdi>${clip(person.displayName.trim() || '—', 60)}</bdi>` : html`${frame.unknownPerson}`
}

/** A code of the catalogue, with the way to what it means. */
export function codeLink(words: Words, code: ErrorCode): Html {
  return html`<a href="/errors/${code}" title="${words.errors(code).title}"><code>${code}</code></a>`
}

/** How long ago something was, with the instant for those who want it. */
export function ageOf({ moments, environment }: AppContext, at: number): Html {
  const now = environment.now()
  return html`<time datetime="${new Date(at).toISOString()}" title="${moments.instant(at, now)}">${moments.age(at, now)}</time>`
}

/** How long it is until then. */
export function timeUntil({ language, environment }: AppContext, at: number): Html {
  const { words } = language
  const leftMs = at - environment.now()
  const text = leftMs <= 0 ? words.operator.spans.now : words.operator.spans.ahead(describeSpan(words, leftMs))
  return html`<time datetime="${new Date(at).toISOString()}">${text}</time>`
}
