import { html } from 'hono/html'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { AppContext, Page } from '../context.ts'
import { type Html, renderPage } from './layout.ts'
import { connectForm, copyButton } from './parts.ts'

/** GET /waiting: for somebody whom Webex told that an administrator must allow the app. Webex itself sends nobody back. */
export const waitingPage: Page = async (visit) => {
  const words = visit.app.language.words.waiting
  const content = html`<h1><span class="mark warning" aria-hidden="true">…</span> ${words.title}</h1>
<p class="lead">${words.lead}</p>
<p>${words.known}</p>
${adminNote(visit.app)}
<p>${words.afterwards}</p>
${connectForm('/granted', words.tryAgain)}`
  return renderPage(visit, visit.request, { title: words.title, grant: await grantOfVisit(visit) }, content)
}

/** The note as text that can be selected, so that no script is needed to take it along. */
export function adminNote({ appearance, keeper, language: { words } }: AppContext): Html {
  const { clientId, redirectUri, scopes } = keeper.integration
  const note = words.waiting.note({ app: appearance.name, clientId, redirectUri, scopes })
  return html`<p class="field"><label for="note">${words.waiting.noteLabel}</label>
<textarea id="note" rows="14" readonly>${note}</textarea></p>
<p>${copyButton(words, 'note')}</p>`
}
