import { html } from 'hono/html'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'

/** A scope in plain words, with its name. */
export function scopeItem({ connection }: Words, scope: string): Html {
  return html`<li>${connection.scope(scope)} <code>${scope}</code></li>`
}
