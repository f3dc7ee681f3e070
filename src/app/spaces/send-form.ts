import { html } from 'hono/html'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'

export interface SendForm {
  roomId: string
  /** Whose words they will be: another tab may choose another account before the form is sent. */
  grantId: string | undefined
  /** What was typed before. */
  text?: string
  label: string
}

/** A message to a space, as a form. A new line at its beginning is dropped by browsers, so one is given. */
export function sendForm({ spaces: { send } }: Words, { roomId, grantId, text = '', label }: SendForm): Html {
  return html`<form class="send" method="post" action="/spaces/${encodeURIComponent(roomId)}/messages">
${grantId !== undefined && html`<input type="hidden" name="as" value="${grantId}">`}
<label class="field" for="text">${send.label}</label>
<textarea id="text" name="text" rows="4" maxlength="7439" required dir="auto" aria-describedby="text-hint">
${text}</textarea>
<p class="hint" id="text-hint">${send.hint}</p>
<p class="actions"><button class="primary" type="submit">${label}</button></p>
</form>`
}
