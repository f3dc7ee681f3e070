import { html } from 'hono/html'
import type { Page } from '../context.ts'
import { renderPage } from '../frame/layout.ts'
import { connectForm, notice, personName } from '../frame/parts.ts'
import { requireGrant } from './grant-of-visit.ts'

/** GET /disconnect: says what will happen where, and asks. The form's POST is the keeper's. */
export const disconnectPage: Page = async (visit) => {
  const grant = await requireGrant(visit)
  const { words } = visit.app.language
  const { disconnect } = words.connection
  const content = html`<h1>${disconnect.ask}</h1>
<p>${disconnect.lead(personName(words, grant))}</p>
<ul>${disconnect.effects.map((effect) => html`<li>${effect}</li>`)}</ul>
<form class="actions" method="post" action="/disconnect">
<button class="primary" type="submit">${disconnect.disconnect}</button>
<a class="button" href="/granted">${disconnect.keep}</a>
</form>`
  return renderPage(visit, visit.request, { title: disconnect.title, grant }, content)
}

/** GET /disconnected?revoked=yes|no: what happened on both sides, and whose account is used now. */
export const disconnectedPage: Page = async (visit) => {
  const { words } = visit.app.language
  const { disconnect, showSpaces } = words.connection
  const next = await visit.app.keeper.grantOf(visit.request)
  const revoked = visit.url.searchParams.get('revoked')
  const content = html`<h1>${disconnect.done}</h1>
${notice(words, 'good', disconnect.here)}
${revoked === 'yes' && notice(words, 'good', disconnect.atWebex.yes)}
${revoked === 'no' && notice(words, 'warning', disconnect.atWebex.no)}
${next && html`<p>${disconnect.goOn(personName(words, next))}</p><p><a class="button" href="/spaces">${showSpaces}</a></p>`}
${!next && connectForm('/granted', disconnect.again)}`
  return renderPage(visit, visit.request, { title: disconnect.done, grant: next }, content)
}
