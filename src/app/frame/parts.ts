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

const MARKS = { good: '✔', warning: '!' } as const

/** A notice with a mark and a word, so that it never speaks by colour alone. */
export function notice({ frame }: Words, kind: keyof typeof MARKS, content: string | Html): Html {
  const word = kind === 'good' ? frame.done : frame.note
  return html`<div class="notice ${kind}" role="status"><span class="mark" aria-hidden="true">${MARKS[kind]}</span>
<div><span class="sr-only">${word} </span>${content}</div></div>`
}

/** Who is connected. Names are other people's text: isolated, so that their direction stays their own. */
export function personName({ frame }: Words, { person }: Pick<Grant, 'person'>): Html {
  if (!person) return html`${frame.unknownPerson}`
  const name = html`<bdi>${clip(person.displayName, 80)}</bdi>`
  return person.email ? html`${name} <bdi class="quiet">${clip(person.email, 80)}</bdi>` : name
}

/** Said wherever a grant's page is shown after Webex ended it. */
export function endedNotice(words: Words, grant: Grant, returnTo: string): Html {
  return html`${notice(words, 'warning', words.frame.ended(personName(words, grant)))}
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
