/** Small parts that several pages show in the same words. */
import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'

/** The one way to start a sign-in: a form post, because a link could be followed by a prefetch or from another site. */
export function connectForm(returnTo: string, label: string): Html {
  return html`<form method="post" action="/connect?return_to=${encodeURIComponent(returnTo)}">
<button class="primary" type="submit">${label}</button></form>`
}

/** How something stands: `off` for what is neither good nor bad, because it is over or has not begun. */
export type Mood = 'good' | 'warning' | 'bad' | 'off'

const MARKS = { good: '✔', warning: '!', bad: '✘', off: '–' } as const satisfies Record<Mood, string>
const MARK_WORDS = { good: 'done', warning: 'note', bad: 'problem' } as const

/** A notice with a mark and a word, so that it never speaks by colour alone. */
export function notice({ frame }: Words, kind: keyof typeof MARK_WORDS, content: string | Html): Html {
  return html`<div class="notice ${kind}" role="status"><span class="mark" aria-hidden="true">${MARKS[kind]}</span>
<div><span class="sr-only">${frame[MARK_WORDS[kind]]} </span>${content}</div></div>`
}

/** A state in a word, with its mark. */
export function badge(mood: Mood, word: string): Html {
  return html`<span class="badge ${mood}"><span aria-hidden="true">${MARKS[mood]}</span>${word}</span>`
}

/** What is left of something, from 0 to 1, as a picture; `label` says the same in words. */
export function bar(left: number, label: string, mood: Mood = 'good'): Html {
  const width = Math.round(Math.min(1, Math.max(0, left)) * 100)
  return html`<svg class="bar ${mood}" role="img" aria-label="${label}" viewBox="0 0 100 8" preserveAspectRatio="none"><rect class="rest" width="100" height="8"/><rect width="${String(width)}" height="8"/></svg>`
}

/** Copies what the element with this id says; seen only where there is script. */
export function copyButton({ frame }: Words, id: string): Html {
  return html`<button class="copy" type="button" data-copy="#${id}" data-copied="${frame.copied}">${frame.copy}</button>`
}

/** Where script puts how many seconds are left. */
const LEFT = '{left}'

/** A time that counts down where there is script. At its end the element with the id `then` appears, and is announced. */
export function countdown({ frame }: Words, seconds: number, then?: string): Html {
  const { seconds: say, span } = frame
  const left = seconds < 60 ? say(String(seconds)) : span(Math.floor(seconds / 60), seconds % 60)
  return html`<span class="number" data-seconds="${String(seconds)}" data-say="${say(LEFT)}"${then && html` data-then="#${then}"`}>${left}</span>`
}

/** Who is connected. Names are other people's text: isolated, so that their direction stays their own. */
export function personName({ frame }: Words, { person }: Pick<Grant, 'person'>): Html {
  const [name, email] = [person?.displayName.trim(), person?.email]
  if (!name) return email ? html`<bdi>${clip(email, 80)}</bdi>` : html`${frame.unknownPerson}`
  const shown = html`<bdi>${clip(name, 80)}</bdi>`
  return email ? html`${shown} <bdi class="quiet">${clip(email, 80)}</bdi>` : shown
}

/** The letter a person is told by beside their name; a dot where the name begins with none. */
export function initial({ person }: Pick<Grant, 'person'>): Html {
  const letter = /^[\p{L}\p{N}]/u.exec(person?.displayName.trim() ?? '')?.[0].toUpperCase() ?? '·'
  return html`<span class="initial" aria-hidden="true">${letter}</span>`
}

/** Said wherever a grant's page is shown after Webex ended it, with the reason as far as Webex lets it be known. */
export function endedNotice(words: Words, grant: Grant, returnTo: string): Html {
  const why = grant.reason && html`<br><span class="quiet">${words.errors(grant.reason).cause}</span>`
  return html`${notice(words, 'warning', html`${words.frame.ended(personName(words, grant))}${why}`)}
${connectForm(returnTo, words.frame.reconnect)}`
}

/** One line of a list of facts; nothing where there is nothing to say. */
export function fact(name: string, value: string | Html | undefined): Html | undefined {
  return value ? html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>` : undefined
}

/** Shortens text from outside without cutting a character in two. */
export function clip(text: string, longest: number): string {
  if (text.length <= longest) return text
  return `${[...text.slice(0, longest * 2)].slice(0, longest).join('')}…`
}
