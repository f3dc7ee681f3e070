import { html } from 'hono/html'
import { GrantkeeperError } from '../../index.ts'
import type { Page, Visit } from '../context.ts'
import { secureAnswer } from '../frame/headers.ts'
import { renderPage } from '../frame/layout.ts'
import { connectForm, notice, personName } from '../frame/parts.ts'
import { requireGrant } from './grant-of-visit.ts'

/** GET /disconnect: says what will happen where, and asks. `changed`: another account was chosen since it was last asked. */
export const disconnectPage: Page = async (visit) => {
  const grant = await requireGrant(visit)
  const { words } = visit.app.language
  const { disconnect } = words.connection
  const isChanged = visit.url.searchParams.has('changed')
  const content = html`<h1>${disconnect.ask}</h1>
${isChanged && notice(words, 'warning', disconnect.changed)}
<p>${disconnect.lead(personName(words, grant))}</p>
<ul>${disconnect.effects.map((effect) => html`<li>${effect}</li>`)}</ul>
<form class="actions" method="post" action="/disconnect?grant=${grant.id}">
<button class="danger" type="submit">${disconnect.disconnect}</button>
<a class="button" href="/granted">${disconnect.keep}</a>
</form>`
  return renderPage(visit, visit.request, { title: disconnect.title, grant }, content)
}

/**
 * POST /disconnect?grant=: ends the connection that the page named, by the keeper's own route. In this browser another tab may have
 * chosen another account since, which then is asked about; or the button was pressed twice, and the first press has ended it.
 */
export const disconnect: Page = async (visit) => {
  const { app, request, url } = visit
  const asked = url.searchParams.get('grant')
  const [chosen, ...others] = asked === null ? [] : await app.keeper.sessions.grantsOf(request)
  if (asked !== null && chosen?.id !== asked)
    return goTo(visit, others.some(({ id }) => id === asked) ? '/disconnect?changed' : '/disconnected?already')
  const answer = await app.keeper.handle(request)
  if (!answer) throw new GrantkeeperError('WX-PAGE-NOT-FOUND')
  return secureAnswer(answer, app.headers)
}

function goTo({ app }: Visit, location: string): Response {
  return new Response(null, { status: 303, headers: { ...app.headers, location } })
}

/** GET /disconnected?revoked=yes|no: what happened on both sides, and whose account is used now. */
export const disconnectedPage: Page = async (visit) => {
  const { words } = visit.app.language
  const { disconnect, showSpaces } = words.connection
  const next = await visit.app.keeper.grantOf(visit.request)
  const query = visit.url.searchParams
  const revoked = query.get('revoked')
  // Opened by hand while connected: nothing has ended, so the page would not tell the truth.
  if (next && revoked === null && !query.has('already')) return goTo(visit, '/granted')
  const content = html`<h1>${disconnect.done}</h1>
${notice(words, 'good', disconnect.here)}
${revoked === 'yes' && notice(words, 'good', disconnect.atWebex.yes)}
${revoked === 'no' && notice(words, 'warning', disconnect.atWebex.no)}
${next && html`<p>${disconnect.goOn(personName(words, next))}</p><p><a class="button" href="/spaces">${showSpaces}</a></p>`}
${!next && connectForm('/granted', disconnect.again)}`
  return renderPage(visit, visit.request, { title: disconnect.done, grant: next }, content)
}
