import { html } from 'hono/html'
import type { Page } from '../context.ts'
import { renderPage } from '../frame/layout.ts'
import { connectForm, notice, personName } from '../frame/parts.ts'
import { requireGrant } from './grant-of-visit.ts'

/** GET /disconnect: says what will happen where, and asks. The form's POST is the keeper's. */
export const disconnectPage: Page = async (visit) => {
  const grant = await requireGrant(visit)
  const content = html`<h1>Disconnect?</h1>
<p>This ends the connection of ${personName(grant)}:</p>
<ul>
<li>Here: the stored tokens are deleted, and you are signed out.</li>
<li>At Webex: this app asks Webex to end the access too.</li>
<li>Your spaces and messages are not touched. You can connect again at any time.</li>
</ul>
<form class="actions" method="post" action="/disconnect">
<button class="primary" type="submit">Disconnect</button>
<a class="button" href="/granted">Keep it</a>
</form>`
  return renderPage(visit, visit.request, { title: 'Disconnect', grant }, content)
}

const AT_WEBEX = new Map([
  ['yes', notice('good', 'At Webex: the access has ended.')],
  [
    'no',
    notice(
      'warning',
      'At Webex: the end was not confirmed yet. It is asked for again, hourly for a week. To be sure at once, end this app’s access yourself in your Webex profile.',
    ),
  ],
])

/** GET /disconnected?revoked=yes|no: what happened on both sides. */
export const disconnectedPage: Page = (visit) => {
  const content = html`<h1>Disconnected</h1>
${notice('good', 'Here: the stored tokens are deleted.')}
${AT_WEBEX.get(visit.url.searchParams.get('revoked') ?? '')}
${connectForm('/granted', 'Connect again')}`
  return renderPage(visit, visit.request, { title: 'Disconnected' }, content)
}
