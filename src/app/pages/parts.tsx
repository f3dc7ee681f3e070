/** Small parts that several pages show in the same words. */
import type { Child } from 'hono/jsx'
import type { Grant } from '../../index.ts'

/** The one way to start a sign-in: a form post, because a link could be followed by a prefetch or from another site. */
export function ConnectForm({ returnTo, label }: { returnTo: string; label: string }) {
  return (
    <form method="post" action={`/connect?return_to=${encodeURIComponent(returnTo)}`}>
      <button class="primary" type="submit">
        {label}
      </button>
    </form>
  )
}

const MARKS = { good: '✔', warning: '!', bad: '✘' } as const
const MARK_WORDS = { good: 'Done:', warning: 'Note:', bad: 'Failed:' } as const

/** A notice with a mark and a word, so that it never speaks by colour alone. */
export function Notice({ kind, children }: { kind: keyof typeof MARKS; children?: Child }) {
  return (
    <div class={`notice ${kind}`} role="status">
      <span class="mark" aria-hidden="true">
        {MARKS[kind]}
      </span>
      <div>
        <span class="sr-only">{MARK_WORDS[kind]} </span>
        {children}
      </div>
    </div>
  )
}

/** Who is connected. Names are other people's text: isolated, so that their direction stays their own. */
export function PersonName({ grant }: { grant: Grant }) {
  const { person } = grant
  if (!person) return <span>someone whose name this app may not see</span>
  return (
    <>
      <bdi>{clip(person.displayName, 80)}</bdi>
      {person.email ? <bdi class="quiet"> · {clip(person.email, 80)}</bdi> : null}
    </>
  )
}

/** Shortens text from outside without cutting a character in two. */
export function clip(text: string, longest: number): string {
  if (text.length <= longest) return text
  return `${[...text.slice(0, longest * 2)].slice(0, longest).join('')}…`
}
